// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QQuickItem>
#include <QQuickWindow>
#include <QTemporaryDir>
#include <QTest>
#include <functional>
#include <memory>

#include "support/ui_fixture/ui_fixture.h"
#include "ui/app/application.h"

namespace nocturne::tests {

inline void collect(QQuickItem* item, QList<QQuickItem*>& out)
{
    out.append(item);
    for (QQuickItem* child : item->childItems())
        collect(child, out);
}

inline QList<QQuickItem*> itemsOf(QQuickWindow* window)
{
    QList<QQuickItem*> out;
    collect(window->contentItem(), out);
    return out;
}

// The program with a window, on the data of a fixture.
struct Shown
{
    QTemporaryDir folder;
    UiFixture fixture;
    std::function<tsdb::StoreHealth()> storeHealth;
    query::QueryService* query = nullptr; // in place of one without data
    rules::RuleBook* ruleBook = nullptr;
    collector::SourceDesk* sourceDesk = nullptr;
    std::unique_ptr<ui::Application> application;

    void start(ui::AppOptions options = {})
    {
        options.settingsPath = folder.filePath(QStringLiteral("interface.ini"));
        if (options.width == 0) {
            options.width = 1280;
            options.height = 800;
        }
        ui::Services services{query != nullptr ? *query : fixture.data,
                              fixture.board,
                              fixture.logs,
                              fixture.sources,
                              fixture.clock,
                              storeHealth,
                              {},
                              ruleBook,
                              &fixture.receivers,
                              {},
                              nullptr,
                              sourceDesk};
        application = std::make_unique<ui::Application>(services, options);
        application->session().settings()->setUserName(QStringLiteral("Mara"));
        QVERIFY(application->show().has_value());
        QVERIFY(QTest::qWaitForWindowExposed(application->window()));
    }
    QQuickWindow* window() const { return application->window(); }
    ui::Session& session() const { return application->session(); }
    void press(Qt::Key key) const { QTest::keyClick(window(), key); }
    void visit(const QString& page) const
    {
        session().setPage(page);
        QTest::qWait(120);
        (void)window()->grabWindow();
    }
};

} // namespace nocturne::tests
