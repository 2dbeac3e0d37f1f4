# SPDX-FileCopyrightText: The Nocturne developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# One folder, one static library, one alias. Reading the USES lists is reading the architecture.

add_library(nocturne_flags INTERFACE)
target_compile_options(nocturne_flags INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wold-style-cast -Wcast-align -Woverloaded-virtual
    -Wno-missing-field-initializers # designated initializers name what they set
    $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict> # gcc 12 sees it in std::string where there is none (GCC bug 105329)
    -fstack-protector-strong -fcf-protection)
target_compile_definitions(nocturne_flags INTERFACE
    _GLIBCXX_ASSERTIONS XXH_INLINE_ALL
    QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_FOREACH QT_NO_URL_CAST_FROM_STRING)
if(NOCTURNE_WERROR)
    target_compile_options(nocturne_flags INTERFACE -Werror)
endif()
if(CMAKE_BUILD_TYPE MATCHES "Rel" AND NOT NOCTURNE_SANITIZE)
    target_compile_definitions(nocturne_flags INTERFACE _FORTIFY_SOURCE=2)
endif()
if(NOCTURNE_SANITIZE)
    add_compile_options(-fsanitize=${NOCTURNE_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
    add_link_options(-fsanitize=${NOCTURNE_SANITIZE})
endif()
if(NOCTURNE_FUZZ)
    add_compile_options(-fsanitize=fuzzer-no-link)
endif()
find_program(NOCTURNE_MOLD mold)
if(NOCTURNE_MOLD)
    add_link_options(-fuse-ld=mold)
endif()
add_link_options(-Wl,-z,relro,-z,now)

# Adds each folder that exists, in the given order: rooms are created when they have something to hold.
function(nocturne_add_subdirectories)
    foreach(folder IN LISTS ARGN)
        if(EXISTS ${CMAKE_CURRENT_SOURCE_DIR}/${folder}/CMakeLists.txt)
            add_subdirectory(${folder})
        endif()
    endforeach()
endfunction()

# nocturne_add_module(tsdb SOURCES head.cpp head.h USES nocturne::storage USES_PRIVATE SQLite::SQLite3)
#
# USES is what our headers show, USES_PRIVATE what only our .cpp files touch. QT turns on moc.
function(nocturne_add_module name)
    cmake_parse_arguments(arg "QT" "" "SOURCES;USES;USES_PRIVATE" ${ARGN})
    set(target nocturne_${name})
    add_library(${target} STATIC ${arg_SOURCES})
    add_library(nocturne::${name} ALIAS ${target})
    target_include_directories(${target} PUBLIC ${CMAKE_SOURCE_DIR}/src)
    target_link_libraries(${target} PUBLIC ${arg_USES} PRIVATE nocturne_flags ${arg_USES_PRIVATE})
    if(arg_QT)
        set_target_properties(${target} PROPERTIES AUTOMOC ON)
    endif()
endfunction()

# nocturne_add_test(unit_label_set SOURCES label_set_test.cpp USES nocturne::model)
#
# One Qt Test executable and one ctest entry. Display-less by default; GUI asks for Qt Gui and the offscreen platform.
function(nocturne_add_test name)
    cmake_parse_arguments(arg "GUI" "TIMEOUT" "SOURCES;USES;LABELS;ARGS" ${ARGN})
    add_executable(${name} ${arg_SOURCES})
    set_target_properties(${name} PROPERTIES AUTOMOC ON RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin/tests)
    target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR} ${CMAKE_SOURCE_DIR}/tests)
    target_link_libraries(${name} PRIVATE nocturne_flags ${arg_USES} Qt6::Test)
    target_compile_definitions(${name} PRIVATE
        NOCTURNE_CONFORMANCE_DIR="${NOCTURNE_CONFORMANCE_DIR}"
        NOCTURNE_SOURCE_DIR="${CMAKE_SOURCE_DIR}"
        NOCTURNE_BIN_DIR="${CMAKE_RUNTIME_OUTPUT_DIRECTORY}")
    add_test(NAME ${name} COMMAND ${name} ${arg_ARGS})
    if(NOT arg_TIMEOUT)
        set(arg_TIMEOUT 120)
    endif()
    # A test that skips itself as a whole, for want of a peer or of data, does not count as passed.
    set_tests_properties(${name} PROPERTIES TIMEOUT ${arg_TIMEOUT} LABELS "${arg_LABELS}"
        SKIP_REGULAR_EXPRESSION "SKIP   : [A-Za-z:]+::initTestCase"
        ENVIRONMENT "QT_QPA_PLATFORM=offscreen;QT_QUICK_BACKEND=software;LC_ALL=C.UTF-8;TZ=UTC;TSAN_OPTIONS=suppressions=${CMAKE_SOURCE_DIR}/packaging/cmake/tsan.supp")
endfunction()

# nocturne_add_fuzz(fuzz_exposition SOURCES exposition_fuzz.cpp USES nocturne::exposition CORPUS corpus/exposition)
#
# With NOCTURNE_FUZZ a libFuzzer target; always a ctest entry that replays the stored corpus.
function(nocturne_add_fuzz name)
    cmake_parse_arguments(arg "" "CORPUS" "SOURCES;USES" ${ARGN})
    if(NOCTURNE_FUZZ)
        add_executable(${name} ${arg_SOURCES})
        target_link_options(${name} PRIVATE -fsanitize=fuzzer)
    else()
        add_executable(${name} ${arg_SOURCES} ${CMAKE_SOURCE_DIR}/tests/fuzz/replay_main.cpp)
    endif()
    set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin/tests)
    target_link_libraries(${name} PRIVATE nocturne_flags ${arg_USES})
    add_test(NAME ${name} COMMAND ${name} -runs=0 ${CMAKE_CURRENT_SOURCE_DIR}/${arg_CORPUS})
endfunction()

# nocturne_add_qml_module(charts URI Nocturne.Charts SOURCES series_layer.cpp series_layer.h QML_FILES LineChart.qml USES nocturne::query)
#
# A folder of `ui` (C++ made for QML) or of `qml`. Users link nocturne::<name>, and the program its plugin.
# Imports are named in IMPORTS (other modules of ours, so that qmllint finds their types).
function(nocturne_add_qml_module name)
    cmake_parse_arguments(arg "" "URI" "SOURCES;QML_FILES;SINGLETONS;RESOURCES;USES;USES_PRIVATE;IMPORTS" ${ARGN})
    set(target nocturne_${name})
    if(arg_SINGLETONS)
        set_source_files_properties(${arg_SINGLETONS} PROPERTIES QT_QML_SINGLETON_TYPE TRUE)
    endif()
    string(REPLACE "." "/" folder ${arg_URI})
    set(cache)
    if(CMAKE_BUILD_TYPE STREQUAL "Debug")
        set(cache NO_CACHEGEN) # compiling QML ahead of time pays in the program, not while working on it
    endif()
    set(CMAKE_AUTOMOC ON) # type registration reads moc's output
    qt_add_qml_module(${target} STATIC
        URI ${arg_URI} VERSION 1.0 RESOURCE_PREFIX /qt/qml
        OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/qml/${folder}
        SOURCES ${arg_SOURCES} QML_FILES ${arg_SINGLETONS} ${arg_QML_FILES} RESOURCES ${arg_RESOURCES}
        DEPENDENCIES QtQuick ${arg_IMPORTS}
        IMPORT_PATH ${CMAKE_BINARY_DIR}/qml ${cache})
    add_library(nocturne::${name} ALIAS ${target})
    target_include_directories(${target} PUBLIC ${CMAKE_SOURCE_DIR}/src ${CMAKE_SOURCE_DIR}
        PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
    target_link_libraries(${target} PUBLIC ${arg_USES} Qt6::Qml Qt6::Quick PRIVATE nocturne_flags ${arg_USES_PRIVATE})
    get_target_property(sources ${target} SOURCES)
    list(FILTER sources INCLUDE REGEX "/qmlcache/|/.qt/|qmltyperegistrations")
    set_property(SOURCE ${sources} APPEND PROPERTY COMPILE_OPTIONS -w) # written by Qt's compilers, not by us
    set_property(GLOBAL APPEND PROPERTY NOCTURNE_QML_PLUGINS ${target}plugin)
endfunction()
