// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QQuickWindow>
#include <QTest>

#include "ui/theme/marks.h"

using namespace nocturne::ui;

namespace {

class CountedMark : public Mark
{
public:
    explicit CountedMark(QQuickItem* parent)
        : Mark(parent)
    {}

    int paints = 0;

protected:
    void paint(QPainter*) override { ++paints; }
};

} // namespace

class MarksTest : public QObject
{
    Q_OBJECT

private slots:
    void aHiddenMarkIsNotPainted()
    {
        QQuickWindow window;
        window.resize(100, 100);
        CountedMark mark(window.contentItem());
        mark.setVisible(false);

        (void)window.grabWindow();
        QCOMPARE(mark.paints, 0);

        mark.setVisible(true);
        (void)window.grabWindow();
        QCOMPARE(mark.paints, 1);
    }

    void aMarkThatComesBackShowsWhatChangedMeanwhile()
    {
        QQuickWindow window;
        window.resize(20, 20);
        HatchMark mark(window.contentItem());
        mark.setColor(Qt::red);
        (void)window.grabWindow();
        mark.setVisible(false);
        const auto hidden = window.grabWindow();

        mark.setColor(Qt::blue);
        mark.setVisible(true);
        const auto back = window.grabWindow();

        QVERIFY(back != hidden);
        mark.setColor(Qt::red);
        QVERIFY(back != window.grabWindow());
    }
};

QTEST_MAIN(MarksTest)
#include "marks_test.moc"
