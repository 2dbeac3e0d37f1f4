// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controllers/local_offer.h"

#include <QPointer>

#include "ui/controllers/paste_words.h"
#include "ui/models/outside_text.h"
#include "ui/panels/data_context.h"

namespace nocturne::ui {

LocalOffer::LocalOffer(collector::SourceDesk* desk, QObject* parent)
    : QAbstractListModel(parent)
    , m_desk(desk)
{
    m_pool.setMaxThreadCount(1);
}

LocalOffer::~LocalOffer()
{
    m_stop.request_stop();
    m_pool.waitForDone();
}

int LocalOffer::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_found.size());
}

QVariant LocalOffer::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const auto& service = m_found[static_cast<std::size_t>(index.row())];
    switch (role) {
    case TitleRole:
        return PasteWords::finding(service.finding);
    case AddressRole:
        return outsideText(service.finding.url, 200);
    case ActionRole:
        return PasteWords::addAction(service.finding);
    default:
        return {};
    }
}

QHash<int, QByteArray> LocalOffer::roleNames() const
{
    return {{TitleRole, "title"}, {AddressRole, "address"}, {ActionRole, "action"}};
}

void LocalOffer::setSettled(const QStringList& addresses)
{
    if (addresses == m_settled)
        return;
    m_settled = addresses;
    emit settledChanged();
}

void LocalOffer::look(bool anew)
{
    if (m_isLooking)
        return;
    if (m_desk == nullptr || !m_desk->obstacle().empty()) {
        emit looked(0);
        return;
    }
    if (anew)
        setSettled({});
    m_isLooking = true;
    m_error.clear();
    emit changed();
    m_pool.start([self = QPointer(this), desk = m_desk, options = m_options, stop = m_stop.get_token()] {
        auto found = desk->lookAround(options, stop);
        panels::DataContext::post([self, found = std::move(found)]() mutable {
            if (self)
                self->take(std::move(found));
        });
    });
}

void LocalOffer::take(std::vector<probe::LocalService> found)
{
    std::erase_if(found, [this](const probe::LocalService& service) {
        return m_settled.contains(QString::fromStdString(service.finding.url));
    });
    beginResetModel();
    m_found = std::move(found);
    endResetModel();
    m_isLooking = false;
    emit changed();
    emit looked(rowCount());
}

void LocalOffer::add(int row)
{
    if (m_desk == nullptr || m_isAdding || row < 0 || row >= rowCount())
        return;
    const auto& finding = m_found[static_cast<std::size_t>(row)].finding;
    const auto entry = m_desk->entryFor(finding, {});
    if (!entry)
        return;
    m_isAdding = true;
    m_error.clear();
    m_pool.start([self = QPointer(this), desk = m_desk, entry = *entry, url = finding.url] {
        auto outcome = desk->add(entry);
        panels::DataContext::post([self, outcome, entry, url] {
            if (!self)
                return;
            self->m_isAdding = false;
            auto& found = self->m_found;
            const auto at = std::ranges::find(found, url, [](const auto& one) { return one.finding.url; });
            if (!outcome) {
                self->m_error = outsideProse(outcome.error().text(), 300);
            } else if (at != found.end()) {
                const auto place = static_cast<int>(at - found.begin());
                self->beginRemoveRows({}, place, place);
                found.erase(at);
                self->endRemoveRows();
                emit self->added(QString::fromStdString(entry.name));
            }
            emit self->changed();
        });
    });
}

void LocalOffer::settle()
{
    auto settled = m_settled;
    for (const auto& service : m_found)
        settled.append(QString::fromStdString(service.finding.url));
    settled.removeDuplicates();
    beginResetModel();
    m_found.clear();
    endResetModel();
    setSettled(settled.mid(std::max<qsizetype>(0, settled.size() - 100)));
    emit changed();
}

void LocalOffer::retranslate()
{
    if (rowCount() > 0)
        emit dataChanged(index(0), index(rowCount() - 1));
}

} // namespace nocturne::ui
