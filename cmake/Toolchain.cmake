# Compiler cache, linker, warnings, hardening and sanitizers, on one INTERFACE target: vigie::options.
include(CheckCXXCompilerFlag)
include(CheckLinkerFlag)

find_program(VIGIE_CCACHE ccache)
if(VIGIE_CCACHE)
  # The sloppiness values are what ccache asks for with precompiled headers; base_dir lets clones share entries.
  set(launcher ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
               CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${VIGIE_CCACHE})
  set(CMAKE_C_COMPILER_LAUNCHER ${launcher})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${launcher})
endif()

add_library(vigie_options INTERFACE)
add_library(vigie::options ALIAS vigie_options)

target_include_directories(vigie_options INTERFACE ${CMAKE_SOURCE_DIR})
target_compile_definitions(vigie_options INTERFACE VIGIE_VERSION="${PROJECT_VERSION}")
target_compile_options(vigie_options INTERFACE
  -Wall -Wextra -Wpedantic -Wformat=2 -Wconversion -Wshadow -Wimplicit-fallthrough -Wnon-virtual-dtor
  -Woverloaded-virtual -Werror=format-security -Werror=return-type
  $<$<BOOL:${VIGIE_WERROR}>:-Werror>
  -fstack-protector-strong -fstack-clash-protection -fno-delete-null-pointer-checks -fno-strict-overflow
  $<$<CXX_COMPILER_ID:GNU>:-ftrivial-auto-var-init=zero>
  -D_GLIBCXX_ASSERTIONS)
# g++ 12 at -O2 takes asio's recycled coroutine frames for a mismatch: false, and nothing else warns that way.
target_compile_options(vigie_options INTERFACE
  $<$<AND:$<CXX_COMPILER_ID:GNU>,$<COMPILE_LANGUAGE:CXX>,$<CONFIG:Release>>:-Wno-mismatched-new-delete>)
# In a unity source g++ 12 takes what a coroutine's frame holds for a type of an anonymous namespace in a header.
target_compile_options(vigie_options INTERFACE
  $<$<AND:$<CXX_COMPILER_ID:GNU>,$<COMPILE_LANGUAGE:CXX>,$<BOOL:${VIGIE_UNITY}>>:-Wno-subobject-linkage>)
# ccache and precompiled headers need gcc to keep the preprocessor's state.
target_compile_options(vigie_options INTERFACE $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)

check_cxx_compiler_flag(-fcf-protection=full VIGIE_HAS_CF_PROTECTION)
if(VIGIE_HAS_CF_PROTECTION)
  target_compile_options(vigie_options INTERFACE -fcf-protection=full)
endif()

# The fast linker only where it is there, and never with sanitizers (mold 1.10 and TSan disagree).
find_program(VIGIE_MOLD mold)
if(VIGIE_MOLD AND NOT VIGIE_SANITIZER)
  target_link_options(vigie_options INTERFACE -fuse-ld=mold)
endif()
target_link_options(vigie_options INTERFACE -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack -Wl,--as-needed)

if(VIGIE_SANITIZER STREQUAL "address")
  set(flags -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer)
elseif(VIGIE_SANITIZER STREQUAL "thread")
  set(flags -fsanitize=thread -fno-omit-frame-pointer)
elseif(VIGIE_SANITIZER)
  message(FATAL_ERROR "VIGIE_SANITIZER is '${VIGIE_SANITIZER}'; use address or thread")
endif()
if(VIGIE_SANITIZER)
  target_compile_options(vigie_options INTERFACE ${flags})
  target_link_options(vigie_options INTERFACE ${flags})
else()
  target_compile_options(vigie_options INTERFACE $<$<CONFIG:Release>:-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3>)
endif()
set(CMAKE_EXE_LINKER_FLAGS_INIT "-pie")
