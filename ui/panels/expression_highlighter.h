// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QQuickTextDocument>
#include <QSyntaxHighlighter>
#include <QtQml/qqmlregistration.h>

namespace nocturne::panels {

/// Colours an expression while it is typed, by the lexer of the engine, and underlines where it is wrong.
class ExpressionHighlighter : public QSyntaxHighlighter
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QQuickTextDocument* document READ quickDocument WRITE setQuickDocument NOTIFY changed)
    Q_PROPERTY(QColor metricColor MEMBER m_metric NOTIFY changed)
    Q_PROPERTY(QColor functionColor MEMBER m_function NOTIFY changed)
    Q_PROPERTY(QColor labelColor MEMBER m_label NOTIFY changed)
    Q_PROPERTY(QColor stringColor MEMBER m_string NOTIFY changed)
    Q_PROPERTY(QColor numberColor MEMBER m_number NOTIFY changed)
    Q_PROPERTY(QColor dimColor MEMBER m_dim NOTIFY changed)
    Q_PROPERTY(QColor errorColor MEMBER m_error NOTIFY changed)
    Q_PROPERTY(int errorStart MEMBER m_errorStart NOTIFY changed)
    Q_PROPERTY(int errorLength MEMBER m_errorLength NOTIFY changed)

public:
    explicit ExpressionHighlighter(QObject* parent = nullptr);

    QQuickTextDocument* quickDocument() const { return m_document; }
    void setQuickDocument(QQuickTextDocument* document);

signals:
    void changed();

protected:
    void highlightBlock(const QString& text) override;

private:
    void keepOperatorsApart(const QString& text);

    QQuickTextDocument* m_document = nullptr;
    QColor m_metric;
    QColor m_function;
    QColor m_label;
    QColor m_string;
    QColor m_number;
    QColor m_dim;
    QColor m_error;
    int m_errorStart = -1;
    int m_errorLength = 0;
};

} // namespace nocturne::panels
