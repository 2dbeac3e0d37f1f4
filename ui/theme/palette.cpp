// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/palette.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace nocturne::ui {

namespace {

constexpr std::array<QRgb, 8> kNightSeries{0xff31a2d1, 0xffc4e476, 0xfff47c90, 0xff11eae9,
                                           0xffc82b82, 0xff92a61e, 0xff5153f6, 0xff7a6c36};
constexpr std::array<QRgb, 8> kDaySeries{0xff1a46a7, 0xff4a9d7d, 0xffc41d48, 0xff996bf7,
                                         0xff85930e, 0xffc35d9b, 0xff763f5f, 0xff830b15};

template <std::size_t N>
std::array<QColor, N> colors(const std::array<QRgb, N>& values)
{
    std::array<QColor, N> out;
    std::transform(values.begin(), values.end(), out.begin(), [](QRgb rgb) { return QColor::fromRgb(rgb); });
    return out;
}

Palette night()
{
    return {.name = u"night"_s,
            .background = 0xff0b0f14,
            .surface = 0xff121820,
            .raised = 0xff1a222d,
            .lifted = 0xff263241,
            .line = 0xff263241,
            .text = 0xffe6edf3,
            .dim = 0xff9fb0c0,
            .faint = 0xff7b8da0,
            .accent = 0xff7cc4ff,
            .onAccent = 0xff0b0f14,
            .status = colors<status::kCount>(
                {0xff3ecf8e, 0xff6cb6ff, 0xfff2c744, 0xff9a8fb0, 0xffff9142, 0xffff5d6c, 0xff7b8da0, 0xff7b8da0}),
            .series = colors(kNightSeries)};
}

Palette day()
{
    return {.name = u"day"_s,
            .dark = false,
            .background = 0xfff4f6f8,
            .surface = 0xffffffff,
            .raised = 0xffeef2f6,
            .lifted = 0xffdfe6ed,
            .line = 0xffd5dde6,
            .text = 0xff15202b,
            .dim = 0xff44586c,
            .faint = 0xff5b6f83,
            .accent = 0xff0a66c2,
            .onAccent = 0xffffffff,
            .status = colors<status::kCount>(
                {0xff187a4a, 0xff1b62c0, 0xff5c4a00, 0xff655a7c, 0xffc2410c, 0xffb00030, 0xff5b6f83, 0xff5b6f83}),
            .series = colors(kDaySeries)};
}

Palette contrastDark()
{
    auto out = night();
    out.name = u"contrast-dark"_s;
    out.highContrast = true;
    out.background = 0xff000000;
    out.surface = 0xff000000;
    out.raised = 0xff1c1c1c;
    out.lifted = 0xff303030;
    out.line = 0xff9a9a9a;
    out.text = 0xffffffff;
    out.dim = 0xfff0f0f0;
    out.faint = 0xffdedede;
    out.accent = 0xff8fd0ff;
    out.onAccent = 0xff000000;
    out.status[status::Unknown] = 0xffb9adcf;
    out.status[status::Waiting] = out.status[status::Off] = 0xffdedede;
    return out;
}

Palette contrastLight()
{
    auto out = day();
    out.name = u"contrast-light"_s;
    out.highContrast = true;
    out.background = 0xffffffff;
    out.surface = 0xffffffff;
    out.raised = 0xffececec;
    out.lifted = 0xffdcdcdc;
    out.line = 0xff5a5a5a;
    out.text = 0xff000000;
    out.dim = 0xff141414;
    out.faint = 0xff222222;
    out.accent = 0xff00439c;
    out.status[status::Waiting] = out.status[status::Off] = 0xff222222;
    return out;
}

const std::array<Palette, 4>& palettes()
{
    static const std::array<Palette, 4> all{night(), day(), contrastDark(), contrastLight()};
    return all;
}

} // namespace

const Palette& palette(const QString& name)
{
    const auto& all = palettes();
    const auto found = std::find_if(all.begin(), all.end(), [&](const Palette& p) { return p.name == name; });
    return found == all.end() ? all.front() : *found;
}

QStringList paletteNames()
{
    QStringList names;
    for (const auto& one : palettes())
        names.append(one.name);
    return names;
}

} // namespace nocturne::ui
