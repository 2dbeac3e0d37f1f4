// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <QVariantList>
#include <QtQml/qqmlregistration.h>
#include <memory>
#include <string_view>

#include "base/core/clock.h"
#include "engine/model/label_set.h"
#include "ui/panels/dashboard_words.h"
#include "watch/dashboards/dashboard.h"
#include "watch/dashboards/units.h"

namespace nocturne::panels {

/// A panel of a dashboard as QML sees it: a value that shares the panel.
class PanelSpec
{
    Q_GADGET
    QML_VALUE_TYPE(panelSpec)
    Q_PROPERTY(QString title READ title)
    Q_PROPERTY(QString description READ description)
    Q_PROPERTY(QString kind READ kind) ///< as in the file: "timeseries"
    Q_PROPERTY(QString unit READ unit)
    Q_PROPERTY(int decimals READ decimals)  ///< -1: by value
    Q_PROPERTY(double minimum READ minimum) ///< NaN: by the data
    Q_PROPERTY(double maximum READ maximum)
    Q_PROPERTY(QVariantList thresholds READ thresholds) ///< maps {value, severity, word}
    Q_PROPERTY(QString legend READ legend)
    Q_PROPERTY(bool stack READ stack)
    Q_PROPERTY(bool fill READ fill)
    Q_PROPERTY(QString text READ text)
    Q_PROPERTY(int limit READ limit)
    Q_PROPERTY(QString datasource READ datasource) ///< of logs; empty: this Nocturne's

public:
    PanelSpec() = default;
    explicit PanelSpec(dashboards::Panel panel)
        : m_panel(std::make_shared<const dashboards::Panel>(std::move(panel)))
        , m_title(dashboardWord(m_panel->title))
        , m_description(dashboardWord(m_panel->description))
    {}
    /// The same panel in the language of now.
    PanelSpec reworded() const { return PanelSpec(panel()); }

    const dashboards::Panel& panel() const;
    bool operator==(const PanelSpec& other) const
    {
        return m_title == other.m_title && m_description == other.m_description &&
               (m_panel == other.m_panel || panel() == other.panel());
    }

    QString title() const { return m_title; }
    QString description() const { return m_description; }
    QString kind() const;
    QString unit() const { return QString::fromStdString(panel().unit); }
    QString datasource() const { return QString::fromStdString(panel().datasource); }
    int decimals() const { return panel().decimals.value_or(-1); }
    double minimum() const;
    double maximum() const;
    QVariantList thresholds() const;
    QString legend() const;
    bool stack() const { return panel().stack; }
    bool fill() const { return panel().fill; }
    QString text() const { return QString::fromStdString(panel().text); }
    int limit() const { return static_cast<int>(panel().limit); }

private:
    std::shared_ptr<const dashboards::Panel> m_panel;
    QString m_title; // worded once, so that a panel in another language is another one to QML
    QString m_description;
};

/// How the values of a panel, or of one of its targets, are worded.
dashboards::UnitFormat formatOf(const dashboards::Panel& panel, std::string_view unit = {});

/// The word of the worst threshold that `value` has reached: "warning", or empty while all is well.
QString severityOf(const dashboards::Panel& panel, double value);

/// The name of a series: `legend` with `{{label}}` replaced, or its labels when there is no legend.
QString seriesName(std::string_view legend, const model::LabelSet& labels, const QString& otherwise);

/// "09:43:10", with the date when it is not today's.
QString clockText(Timestamp time, Timestamp now);
/// "17 min", "2 h 5 min", "40 s".
QString ageText(Timestamp milliseconds);
/// "12.4 ms", "15 s".
QString durationText(double seconds);
/// "1,842"
QString countText(std::size_t count);
/// "1.46 MiB"
QString bytesText(std::size_t bytes);

} // namespace nocturne::panels
