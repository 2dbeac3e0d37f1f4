// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <concepts>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include <QAbstractListModel>
#include <QString>

namespace nocturne::ui {

/// Turns the rows a model has into the rows it should have, by row signals, so that views keep place and selection.
///
/// `Row` has a unique `key` and `==`. The model makes RowSync its friend.
struct RowSync
{
    template <typename Model, typename Row>
    static void apply(Model& model, std::vector<Row>& rows, std::vector<Row> next)
    {
        if (!std::ranges::equal(rows, next, {}, &Row::key, &Row::key))
            removeMissing(model, rows, next);
        const auto fresh = freshOf(next, rows);
        for (std::size_t i = 0; i < next.size(); ++i) {
            if (i < rows.size() && rows[i].key == next[i].key)
                update(model, rows, i, std::move(next[i]));
            else if (fresh[i])
                i = insertRun(model, rows, i, next, fresh);
            else
                moveHere(model, rows, i, std::move(next[i]));
        }
    }

    template <typename Model, typename Row>
    static void update(Model& model, std::vector<Row>& rows, std::size_t at, Row next)
    {
        if (rows[at] == next)
            return;
        rows[at] = std::move(next);
        const auto index = model.index(static_cast<int>(at));
        emit model.dataChanged(index, index);
    }

private:
    static std::string_view viewOf(const std::string& key) { return key; }
    static QStringView viewOf(const QString& key) { return key; }
    static auto viewOf(std::integral auto key) { return key; }

    template <typename Row>
    using Keys = std::unordered_set<decltype(viewOf(std::declval<const Row&>().key))>;

    // Good until a row moves.
    template <typename Row>
    static Keys<Row> keysOf(const std::vector<Row>& rows)
    {
        Keys<Row> keys;
        keys.reserve(rows.size());
        for (const Row& row : rows)
            keys.insert(viewOf(row.key));
        return keys;
    }

    // Which of `next` are not among the rows.
    template <typename Row>
    static std::vector<bool> freshOf(const std::vector<Row>& next, const std::vector<Row>& rows)
    {
        std::vector<bool> fresh(next.size());
        if (std::ranges::equal(rows, next, {}, &Row::key, &Row::key))
            return fresh;
        const auto present = keysOf(rows);
        for (std::size_t i = 0; i < next.size(); ++i)
            fresh[i] = !present.contains(viewOf(next[i].key));
        return fresh;
    }

    template <typename Model, typename Row>
    static void removeMissing(Model& model, std::vector<Row>& rows, const std::vector<Row>& next)
    {
        const auto wanted = keysOf(next);
        for (std::size_t end = rows.size(); end > 0;) {
            std::size_t begin = end;
            while (begin > 0 && !wanted.contains(viewOf(rows[begin - 1].key)))
                --begin;
            if (begin == end) {
                --end;
                continue;
            }
            model.beginRemoveRows({}, static_cast<int>(begin), static_cast<int>(end) - 1);
            rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(begin),
                       rows.begin() + static_cast<std::ptrdiff_t>(end));
            model.endRemoveRows();
            end = begin;
        }
    }

    // Inserts all new rows that follow each other at once; returns the index of the last one.
    template <typename Model, typename Row>
    static std::size_t insertRun(Model& model, std::vector<Row>& rows, std::size_t at, std::vector<Row>& next,
                                 const std::vector<bool>& fresh)
    {
        std::size_t end = at;
        while (end < next.size() && fresh[end])
            ++end;
        model.beginInsertRows({}, static_cast<int>(at), static_cast<int>(end) - 1);
        rows.insert(rows.begin() + static_cast<std::ptrdiff_t>(at),
                    std::make_move_iterator(next.begin() + static_cast<std::ptrdiff_t>(at)),
                    std::make_move_iterator(next.begin() + static_cast<std::ptrdiff_t>(end)));
        model.endInsertRows();
        return end - 1;
    }

    template <typename Model, typename Row>
    static void moveHere(Model& model, std::vector<Row>& rows, std::size_t at, Row next)
    {
        const auto first = rows.begin() + static_cast<std::ptrdiff_t>(at);
        const auto found = std::find_if(first, rows.end(), [&](const Row& row) { return row.key == next.key; });
        const auto from = static_cast<int>(found - rows.begin());
        model.beginMoveRows({}, from, from, {}, static_cast<int>(at));
        std::rotate(first, found, found + 1);
        model.endMoveRows();
        update(model, rows, at, std::move(next));
    }
};

} // namespace nocturne::ui
