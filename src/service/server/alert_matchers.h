// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/core/result.h"
#include "service/server/form.h"
#include "watch/alerts/silence.h"

namespace nocturne::server {

/// All matchers of the parameters `filter`, one or several in each. Fails with InvalidInput.
Result<alerts::Matchers> filterMatchers(const Form& form);

} // namespace nocturne::server
