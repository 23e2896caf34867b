# embed_dir(TARGET DIR PREFIX [DEPENDS FILES...]): compiles every file under DIR into TARGET through .incbin;
# isotrail::files::embedded() lists them (platform/files/embedded.h) as PREFIX + their path in DIR. One embed_dir a program.
# The folder is read when TARGET is built, not when it is configured, so it may be the result of another build step: name
# that step's stamp under DEPENDS. A folder that is absent gives an empty list.
# A "x.js.gz" beside "x.js" becomes its compressed twin; texts without one are compressed here when gzip is at hand.
# The same file is the script that runs at build time (cmake -P).

if(NOT CMAKE_SCRIPT_MODE_FILE)
  set(EMBED_DIR_SCRIPT "${CMAKE_CURRENT_LIST_FILE}")

  function(embed_dir target dir prefix)
    cmake_parse_arguments(PARSE_ARGV 3 arg "" "" "DEPENDS")
    set(out "${CMAKE_CURRENT_BINARY_DIR}/${target}_files")
    file(GLOB_RECURSE files CONFIGURE_DEPENDS "${dir}/*")
    string(SHA256 listed "${files}")  # in the command, so that a file which goes is a change too
    add_custom_command(
      OUTPUT "${out}.S" "${out}.cpp"
      COMMAND "${CMAKE_COMMAND}" "-DDIR=${dir}" "-DPREFIX=${prefix}" "-DOUT=${out}" "-DLISTED=${listed}" -P "${EMBED_DIR_SCRIPT}"
      DEPENDS ${files} ${arg_DEPENDS} "${EMBED_DIR_SCRIPT}"
      COMMENT "Embedding ${dir}" VERBATIM)
    # The assembler reads the files behind the compiler cache's back; its text carries their digests, so a change is seen.
    target_sources(${target} PRIVATE "${out}.S" "${out}.cpp")
    target_include_directories(${target} PRIVATE "${CMAKE_SOURCE_DIR}/src")
  endfunction()
  return()
endif()

cmake_policy(VERSION 3.25)
set(texts "\\.(html|css|js|mjs|json|map|webmanifest|svg|txt|md|csv|xml|wasm)$")
find_program(gzip gzip)
file(REMOVE_RECURSE "${OUT}.gz.d")
set(assembler "    .section .rodata\n")
set(declarations "")
set(rows "")
set(count 0)

# Appends one representation of a file to the three texts.
macro(embed path file compressed)
  file(SHA256 "${file}" digest)
  string(SUBSTRING "${digest}" 0 20 etag)
  string(APPEND assembler "    .global isotrail_file_${count}\n    .global isotrail_file_${count}_end\n"
                          "isotrail_file_${count}: # ${digest}\n    .incbin \"${file}\"\nisotrail_file_${count}_end:\n    .byte 0\n")
  string(APPEND declarations "extern \"C\" const unsigned char isotrail_file_${count}[], isotrail_file_${count}_end[];\n")
  string(APPEND rows "    {\"${path}\", \"${etag}\", ${compressed}, isotrail_file_${count}, isotrail_file_${count}_end},\n")
  math(EXPR count "${count}+1")
endmacro()

file(GLOB_RECURSE files RELATIVE "${DIR}" "${DIR}/*")
list(SORT files)
foreach(name IN LISTS files)
  string(REGEX REPLACE "\\.gz$" "" plain "${name}")
  if(NOT plain STREQUAL name AND plain IN_LIST files)
    continue()  # embedded with its plain twin
  endif()
  embed("${PREFIX}${name}" "${DIR}/${name}" false)
  if("${name}.gz" IN_LIST files)
    embed("${PREFIX}${name}" "${DIR}/${name}.gz" true)
  elseif(gzip AND name MATCHES "${texts}")
    file(SIZE "${DIR}/${name}" before)
    set(twin "${OUT}.gz.d/${count}.gz")
    file(MAKE_DIRECTORY "${OUT}.gz.d")
    execute_process(COMMAND "${gzip}" -9nc "${DIR}/${name}" OUTPUT_FILE "${twin}" COMMAND_ERROR_IS_FATAL ANY)
    file(SIZE "${twin}" after)
    math(EXPR worth "${before} - ${after}")
    if(worth GREATER 512)  # bytes; less is not worth a second representation
      embed("${PREFIX}${name}" "${twin}" true)
    endif()
  endif()
endforeach()

string(APPEND assembler "    .section .note.GNU-stack,\"\",@progbits\n")
file(WRITE "${OUT}.S" "${assembler}")
if(count EQUAL 0)
  set(table "std::span<const File> embedded() { return {}; }")
else()
  set(table "static const File kFiles[] = {\n${rows}};\nstd::span<const File> embedded() { return kFiles; }")
endif()
file(WRITE "${OUT}.cpp" "#include \"platform/files/embedded.h\"\n\n${declarations}\nnamespace isotrail::files {\n${table}\n}\n")
