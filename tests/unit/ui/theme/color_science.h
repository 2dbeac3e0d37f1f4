// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>

namespace nocturne::tests {

enum class Vision { Normal, Protan, Deutan, Tritan };

/// WCAG 2.2 contrast ratio, 1 to 21.
double contrast(const QColor& a, const QColor& b);
/// CIEDE2000 (Sharma, Wu, Dalal 2005), D65, kL = kC = kH = 1.
double ciede2000(const QColor& a, const QColor& b);
/// `color` as seen with a complete deficiency: Machado, Oliveira, Fernandes (2009), severity 1.0, on linear RGB.
QColor seenWith(Vision vision, const QColor& color);

} // namespace nocturne::tests
