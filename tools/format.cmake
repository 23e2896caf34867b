# Fails, naming the files, when a source does not stand as .clang-format would write it.
file(GLOB_RECURSE sources src/*.cpp src/*.h tests/*.cpp tests/*.h tools/*.cpp tools/*.h)
execute_process(COMMAND "${CLANG_FORMAT}" --dry-run --Werror ${sources} RESULT_VARIABLE differs ERROR_VARIABLE words)
if(differs)
  string(REGEX MATCHALL "[^\n]+: error: [^\n]+" lines "${words}")
  list(JOIN lines "\n" text)
  message(FATAL_ERROR "clang-format -i would change:\n${text}")
endif()
