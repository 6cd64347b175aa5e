# vigie_add_test(NAME <target> SOURCES … LIBRARIES … [LABELS …] [TIMEOUT seconds] [ENVIRONMENT …] [RUN_SERIAL] [ONE_PROCESS]
#   [LONG])
#
# One GoogleTest executable; each TEST is one ctest test. A skipped test fails: what cannot run here is not registered.
# ONE_PROCESS makes the whole executable one ctest test: for tests that share what is slow to start (PostgreSQL).
# LONG gives the tests of suites named …LongTest the label "long" (./vigie test --long) and half an hour each.
include(GoogleTest)

function(vigie_add_test)
  cmake_parse_arguments(T "RUN_SERIAL;NO_MAIN;ONE_PROCESS;LONG" "NAME;TIMEOUT" "SOURCES;LIBRARIES;LABELS;ENVIRONMENT" ${ARGN})
  if(NOT T_TIMEOUT)
    set(T_TIMEOUT 300)
  endif()
  add_executable(${T_NAME} ${T_SOURCES})
  target_link_libraries(${T_NAME} PRIVATE vigie::options GTest::gmock GTest::gtest ${T_LIBRARIES})
  if(NOT T_NO_MAIN)
    target_link_libraries(${T_NAME} PRIVATE GTest::gtest_main)
  endif()
  set(props TIMEOUT ${T_TIMEOUT} FAIL_REGULAR_EXPRESSION "\\[  SKIPPED \\]")
  if(T_LABELS)
    list(APPEND props LABELS "${T_LABELS}")
  endif()
  if(T_ENVIRONMENT)
    list(APPEND props ENVIRONMENT "${T_ENVIRONMENT}")
  endif()
  if(T_RUN_SERIAL)
    list(APPEND props RUN_SERIAL TRUE)
  endif()
  if(T_ONE_PROCESS)
    add_test(NAME ${T_NAME} COMMAND ${T_NAME})
    set_tests_properties(${T_NAME} PROPERTIES ${props})
    return()
  endif()
  set(how NO_PRETTY_VALUES DISCOVERY_MODE PRE_TEST DISCOVERY_TIMEOUT 60)
  if(T_LONG)
    gtest_discover_tests(${T_NAME} ${how} TEST_FILTER "*LongTest.*" TEST_LIST ${T_NAME}_LONG_TESTS
      PROPERTIES ${props} LABELS long TIMEOUT 1800)
    list(APPEND how TEST_FILTER "-*LongTest.*")
  endif()
  gtest_discover_tests(${T_NAME} ${how} PROPERTIES ${props})
endfunction()

# vigie_add_python_test(NAME <name> FILE … [LABELS …] [TIMEOUT seconds] [RUN_SERIAL])
#
# A unittest file, for tests of whole programs from outside. It finds the programs in VIGIE_BIN and the tree in
# VIGIE_SOURCE; tests/support is on its path.
function(vigie_add_python_test)
  cmake_parse_arguments(T "RUN_SERIAL" "NAME;FILE;TIMEOUT" "LABELS;ENVIRONMENT" ${ARGN})
  if(NOT T_TIMEOUT)
    set(T_TIMEOUT 300)
  endif()
  add_test(NAME ${T_NAME} COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/${T_FILE} -v)
  set_tests_properties(${T_NAME} PROPERTIES TIMEOUT ${T_TIMEOUT} FAIL_REGULAR_EXPRESSION "skipped" LABELS "${T_LABELS}"
    ENVIRONMENT "VIGIE_BIN=${CMAKE_RUNTIME_OUTPUT_DIRECTORY};VIGIE_SOURCE=${CMAKE_SOURCE_DIR};PYTHONPATH=${CMAKE_SOURCE_DIR}/tests/support;PYTHONDONTWRITEBYTECODE=1;${T_ENVIRONMENT}")
  if(T_RUN_SERIAL)
    set_tests_properties(${T_NAME} PROPERTIES RUN_SERIAL TRUE)
  endif()
endfunction()
