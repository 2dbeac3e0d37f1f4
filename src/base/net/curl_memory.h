// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace nocturne::net {

/// Makes libcurl's global state, once and never torn down: other users may outlive us. What libcurl frees is
/// overwritten first, as its copies of headers, passwords and requests are in it. Any thread. Private to this room.
/// Source: curl_global_init_mem(3).
void initializeCurl();

} // namespace nocturne::net
