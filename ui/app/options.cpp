// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/app/options.h"

#include <QCommandLineParser>

#include "service/config/ui_config.h"
#include "ui/controllers/session.h"
#include "ui/theme/palette.h"

using namespace Qt::StringLiterals;

namespace nocturne::ui {

namespace {

Error wrong(const QString& name, const QString& why)
{
    return {.kind = Error::Kind::InvalidInput, .message = (u"--"_s + name + u": "_s + why).toStdString()};
}

Result<QString> oneOf(const QCommandLineParser& parser, const QString& name, const QStringList& allowed)
{
    const QString value = parser.value(name);
    if (value.isEmpty() || allowed.contains(value))
        return value;
    return tl::unexpected(wrong(name, u"use one of "_s + allowed.join(u", "_s)));
}

/// What nocturne.yml calls the themes is understood here as well.
QString paletteName(const QString& name)
{
    if (name == u"high_contrast"_s)
        return u"contrast-dark"_s;
    return name == u"high_contrast_light"_s ? u"contrast-light"_s : name;
}

QStringList themeNames()
{
    return QStringList{u"system"_s} + paletteNames() + QStringList{u"high_contrast"_s, u"high_contrast_light"_s};
}

Result<void> readSize(const QString& text, AppOptions& options)
{
    if (text.isEmpty())
        return {};
    bool widthOk = false;
    bool heightOk = false;
    options.width = text.section(u'x', 0, 0).toInt(&widthOk);
    options.height = text.section(u'x', 1).toInt(&heightOk);
    if (!widthOk || !heightOk || options.width < 320 || options.height < 240 || options.width > 16384 ||
        options.height > 16384)
        return tl::unexpected(wrong(u"size"_s, u"use WIDTHxHEIGHT, as in 1920x1080"_s));
    return {};
}

QString paletteOf(config::UiConfig::Theme theme)
{
    using Theme = config::UiConfig::Theme;
    switch (theme) {
    case Theme::System:
        return u"system"_s;
    case Theme::Night:
        return u"night"_s;
    case Theme::Day:
        return u"day"_s;
    case Theme::HighContrast:
        return u"contrast-dark"_s;
    case Theme::HighContrastLight:
        return u"contrast-light"_s;
    }
    return {};
}

} // namespace

void AppOptions::addTo(QCommandLineParser& parser)
{
    parser.addOptions({
        {u"dashboard"_s, u"Open this dashboard."_s, u"name"_s},
        {u"range"_s, u"Time range, as in 1h or now-2d."_s, u"range"_s},
        {u"page"_s, u"Start page: "_s + Session::pageNames().join(u", "_s) + u'.', u"name"_s},
        {u"kiosk"_s, u"Full screen, without frame and cursor; hold Esc for two seconds to leave."_s},
        {u"screen"_s, u"Number of the screen, from 0."_s, u"n"_s},
        {u"theme"_s, themeNames().join(u", "_s) + u'.', u"name"_s},
        {u"language"_s, u"en, de, ar or system."_s, u"code"_s},
        {u"size"_s, u"Size of the window, as in 1920x1080."_s, u"size"_s},
        {u"screenshot"_s, u"Write a picture of the window to this file and end."_s, u"file"_s},
        {u"pictures"_s, u"Write pictures of all pages and dashboards to this folder and end."_s, u"folder"_s},
        {u"measure-stalls"_s, u"Tell at the end how long the interface was busy at a stretch."_s},
        {u"after"_s, u"Seconds before the picture is taken."_s, u"seconds"_s},
        {u"settings"_s, u"File with the settings of the interface."_s, u"file"_s},
    });
}

Result<AppOptions> AppOptions::from(const QCommandLineParser& parser)
{
    AppOptions out;
    out.dashboard = parser.value(u"dashboard"_s);
    out.range = parser.value(u"range"_s);
    out.kiosk = parser.isSet(u"kiosk"_s);
    out.screenshot = parser.value(u"screenshot"_s);
    out.pictures = parser.value(u"pictures"_s);
    out.measureStalls = parser.isSet(u"measure-stalls"_s);
    out.settingsPath = parser.value(u"settings"_s);
    const auto page = oneOf(parser, u"page"_s, Session::pageNames());
    const auto theme = oneOf(parser, u"theme"_s, themeNames());
    const auto language = oneOf(parser, u"language"_s, {u"en"_s, u"de"_s, u"ar"_s, u"system"_s});
    for (const auto* read : {&page, &theme, &language})
        if (!*read)
            return tl::unexpected(read->error());
    out.page = *page;
    out.theme = paletteName(*theme);
    out.language = *language;
    if (auto size = readSize(parser.value(u"size"_s), out); !size)
        return tl::unexpected(size.error());
    bool ok = true;
    if (parser.isSet(u"screen"_s))
        out.screen = parser.value(u"screen"_s).toInt(&ok);
    if (!ok || out.screen < -1)
        return tl::unexpected(wrong(u"screen"_s, u"use a number from 0"_s));
    if (parser.isSet(u"after"_s))
        out.afterSeconds = parser.value(u"after"_s).toDouble(&ok);
    if (!ok || out.afterSeconds < 0 || out.afterSeconds > 86400)
        return tl::unexpected(wrong(u"after"_s, u"use seconds from 0 to 86400"_s));
    return out;
}

AppOptions AppOptions::orElse(const config::UiConfig& configured) const
{
    AppOptions out = *this;
    if (out.theme.isEmpty() && configured.theme)
        out.theme = paletteOf(*configured.theme);
    if (out.language.isEmpty() && configured.language)
        out.language = configured.language->empty() ? u"system"_s : QString::fromStdString(*configured.language);
    return out;
}

} // namespace nocturne::ui
