// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/expression_highlighter.h"

#include <algorithm>

#include "engine/promql/highlight.h"

namespace nocturne::panels {

ExpressionHighlighter::ExpressionHighlighter(QObject* parent)
    : QSyntaxHighlighter(parent)
{
    // Later: rehighlight() changes the document, which may be what made us change.
    connect(this, &ExpressionHighlighter::changed, this, &QSyntaxHighlighter::rehighlight, Qt::QueuedConnection);
}

void ExpressionHighlighter::setQuickDocument(QQuickTextDocument* document)
{
    if (m_document == document)
        return;
    m_document = document;
    setDocument(document != nullptr ? document->textDocument() : nullptr);
    emit changed();
}

void ExpressionHighlighter::highlightBlock(const QString& text)
{
    using promql::Highlight;
    const auto bytes = text.toUtf8();
    const std::string_view view(bytes.constData(), static_cast<std::size_t>(bytes.size()));
    const auto column = [&bytes](std::size_t byte) {
        return static_cast<int>(QString::fromUtf8(bytes.constData(), static_cast<qsizetype>(byte)).size());
    };
    for (const auto& piece : promql::highlight(view)) {
        QTextCharFormat format;
        switch (piece.kind) {
        case Highlight::Metric:
            format.setForeground(m_metric);
            break;
        case Highlight::Function:
        case Highlight::Aggregation:
        case Highlight::Keyword:
            format.setForeground(m_function);
            break;
        case Highlight::LabelName:
            format.setForeground(m_label);
            break;
        case Highlight::String:
            format.setForeground(m_string);
            break;
        case Highlight::Number:
        case Highlight::Duration:
            format.setForeground(m_number);
            break;
        case Highlight::Error:
            format.setForeground(m_error);
            break;
        default:
            format.setForeground(m_dim);
        }
        const int begin = column(piece.range.begin);
        setFormat(begin, column(piece.range.end) - begin, format);
    }
    keepOperatorsApart(text);
    const int offset = currentBlock().position();
    if (m_errorStart < 0)
        return;
    const int from = std::max(m_errorStart - offset, 0);
    const int to = std::min(m_errorStart - offset + std::max(m_errorLength, 1), static_cast<int>(text.size()));
    for (int i = from; i < to; ++i) {
        auto format = this->format(i);
        format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        format.setUnderlineColor(m_error);
        setFormat(i, 1, format);
    }
}

/// Code fonts draw != and =~ as one sign, which is not what was typed. Text is shaped by runs of one format, so the
/// second character of such a pair gets a format of its own; Qt 6.4 has no switch for that kind of ligature.
void ExpressionHighlighter::keepOperatorsApart(const QString& text)
{
    static const QString kOperators = QStringLiteral("!=~<>-");
    for (int i = 1; i < text.size(); ++i) {
        if (!kOperators.contains(text[i]) || !kOperators.contains(text[i - 1]))
            continue;
        auto format = this->format(i);
        format.setProperty(QTextFormat::UserProperty, i);
        setFormat(i, 1, format);
    }
}

} // namespace nocturne::panels
