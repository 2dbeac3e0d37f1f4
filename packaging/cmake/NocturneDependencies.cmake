# SPDX-FileCopyrightText: The Nocturne developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Everything from outside, found once. Modules name the imported targets in USES or USES_PRIVATE.

find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(tl-expected REQUIRED)                      # tl::expected
find_package(Boost 1.74 REQUIRED)                         # Boost::headers, of which Beast reads HTTP requests
find_package(CURL REQUIRED)                             # CURL::libcurl
find_package(OpenSSL REQUIRED)                          # OpenSSL::Crypto: SHA-256; OpenSSL::SSL
find_package(date REQUIRED)                             # date::date-tz: time zones
find_package(SQLite3 REQUIRED)                          # SQLite::SQLite3
find_package(yaml-cpp REQUIRED)                         # yaml-cpp
find_package(simdjson REQUIRED)                         # simdjson::simdjson
find_package(tsl-robin-map REQUIRED)                    # tsl::robin_map
find_package(Snappy REQUIRED)                          # Snappy::snappy
pkg_check_modules(re2 REQUIRED IMPORTED_TARGET re2)     # PkgConfig::re2
pkg_check_modules(xxhash REQUIRED IMPORTED_TARGET libxxhash)
pkg_check_modules(pq REQUIRED IMPORTED_TARGET libpq)    # PkgConfig::pq: PostgreSQL
pkg_check_modules(mariadb REQUIRED IMPORTED_TARGET libmariadb) # PkgConfig::mariadb: MySQL and MariaDB
pkg_check_modules(zlib REQUIRED IMPORTED_TARGET zlib)
pkg_check_modules(systemd IMPORTED_TARGET libsystemd)   # optional: the journal

# `sources` and `service` use Core, Network and WebSockets; the rest stays in `ui`.
find_package(Qt6 6.4 REQUIRED COMPONENTS Core Network WebSockets Test)
find_package(Qt6Keychain REQUIRED)                      # Qt6Keychain::Qt6Keychain
if(NOCTURNE_UI)
    find_package(Qt6 6.4 REQUIRED COMPONENTS
        Gui Qml Quick QuickControls2 Charts Widgets DBus Svg QuickTest LinguistTools)
    pkg_check_modules(canberra REQUIRED IMPORTED_TARGET libcanberra) # PkgConfig::canberra: sounds
endif()
if(NOCTURNE_BENCH)
    find_package(benchmark REQUIRED)
endif()
