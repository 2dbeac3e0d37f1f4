// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <initializer_list>
#include <map>
#include <memory>
#include <string>
#include <utility>

namespace nocturne::alerts {

/// Names and texts of an alert, sorted by name. Copies share them, so that a list of ten thousand alerts is copied
/// quickly. A value: one object is used by one thread at a time, copies by any.
class Annotations
{
public:
    using Map = std::map<std::string, std::string>;
    using const_iterator = Map::const_iterator;

    Annotations() = default;
    Annotations(std::initializer_list<Map::value_type> texts) // NOLINT: as a map is made
        : m_texts(std::make_shared<Map>(texts))
    {}

    const_iterator begin() const { return map().begin(); }
    const_iterator end() const { return map().end(); }
    const_iterator find(const std::string& name) const { return map().find(name); }
    bool contains(const std::string& name) const { return map().contains(name); }
    const std::string& at(const std::string& name) const { return map().at(name); }
    std::size_t size() const { return map().size(); }
    bool empty() const { return map().empty(); }
    /// The text of `name`, to be changed; other copies do not see it.
    std::string& operator[](const std::string& name)
    {
        if (m_texts == nullptr)
            m_texts = std::make_shared<Map>();
        else if (m_texts.use_count() > 1)
            m_texts = std::make_shared<Map>(*m_texts);
        return (*m_texts)[name];
    }
    bool operator==(const Annotations& other) const { return m_texts == other.m_texts || map() == other.map(); }

private:
    const Map& map() const
    {
        static const Map kNone;
        return m_texts == nullptr ? kNone : *m_texts;
    }

    std::shared_ptr<Map> m_texts; // shared with copies, and then not written to
};

} // namespace nocturne::alerts
