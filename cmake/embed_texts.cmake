# embed_texts(TARGET PATTERN...): compiles the matching files (paths relative to the source root) into TARGET through
# .incbin; isotrail::embeddedText("data/nuclides.csv") finds them.
function(embed_texts target)
  file(GLOB_RECURSE files CONFIGURE_DEPENDS RELATIVE ${CMAKE_SOURCE_DIR} ${ARGN})
  list(SORT files)
  set(asm "    .section .rodata\n")
  set(declarations "")
  set(rows "")
  set(n 0)
  foreach(file IN LISTS files)
    string(APPEND asm "    .global isotrail_text_${n}\nisotrail_text_${n}:\n    .incbin \"${CMAKE_SOURCE_DIR}/${file}\"\n"
                      "    .global isotrail_text_${n}_end\nisotrail_text_${n}_end:\n    .byte 0\n")
    string(APPEND declarations "extern \"C\" const char isotrail_text_${n}[], isotrail_text_${n}_end[];\n")
    string(APPEND rows "    {\"${file}\", isotrail_text_${n}, isotrail_text_${n}_end},\n")
    list(APPEND depends ${CMAKE_SOURCE_DIR}/${file})
    math(EXPR n "${n}+1")
  endforeach()
  string(APPEND asm "    .section .note.GNU-stack,\"\",@progbits\n")
  set(assembler ${CMAKE_CURRENT_BINARY_DIR}/${target}_texts.S)
  set(table ${CMAKE_CURRENT_BINARY_DIR}/${target}_texts.cpp)
  file(CONFIGURE OUTPUT ${assembler} CONTENT "${asm}" @ONLY)
  file(CONFIGURE OUTPUT ${table} CONTENT "#include \"base/embedded_table.h\"\n${declarations}
namespace isotrail {
const EmbeddedFile kEmbeddedFiles[] = {
${rows}    {nullptr, nullptr, nullptr}};
}\n" @ONLY)
  set_source_files_properties(${assembler} PROPERTIES OBJECT_DEPENDS "${depends}")
  target_sources(${target} PRIVATE ${assembler} ${table})
endfunction()
