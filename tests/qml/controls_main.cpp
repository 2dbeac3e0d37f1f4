// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtQuickTest>

QUICK_TEST_MAIN(controls)
