// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QtQml/qqmlregistration.h>

namespace nocturne::ui {

/// How good or bad something is, as every display shows it: one shape, one word, one colour each.
///
/// The order up to Critical is that of sorting. Off is what says itself that it gives nothing; Waiting has not
/// been asked yet.
namespace status {
Q_NAMESPACE
QML_NAMED_ELEMENT(Status)

enum Value { Ok, Info, Warning, Unknown, Error, Critical, Waiting, Off };
Q_ENUM_NS(Value)

inline constexpr int kCount = Off + 1;
} // namespace status

using Status = status::Value;

} // namespace nocturne::ui
