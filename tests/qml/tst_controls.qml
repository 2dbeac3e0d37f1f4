// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtTest
import Nocturne.Theme
import Nocturne.Controls

/// The controls answer the keyboard, have names and show text as it is.
Item {
    id: root

    readonly property string markup: "<b>x</b><img src='http://127.0.0.1:9/x.png'>"

    width: 640
    height: 480

    Column {
        Button { id: first; text: "First"; onClicked: clicks.count++ }
        Button { id: hostile; text: root.markup; hint: root.markup }
        IconButton { id: icon; iconName: "refresh"; text: "Refresh"; onClicked: clicks.count++ }
        TextField { id: field; placeholderText: root.markup }
        ComboBox { id: combo; label: root.markup; model: ["one", root.markup] }
        Switch { id: toggle; text: "Reduced motion" }
        Segment { id: segment; text: "Active"; number: 7 }
        Chip { id: chip; key: "instance"; value: root.markup }
        PlainLabel { id: label; text: root.markup }
        StatusShape { id: shape; status: Status.Critical }
        StateView { id: state; width: 300; height: 100; kind: StateView.Failed; title: root.markup; detail: root.markup }
    }
    QtObject { id: clicks; property int count: 0 }

    TestCase {
        id: test

        function texts(item) {
            let found = [];
            for (let i = 0; i < item.children.length; ++i) {
                const child = item.children[i];
                if (child.textFormat !== undefined && child.elide !== undefined)
                    found.push(child);
                for (const text of texts(child))
                    found.push(text);
            }
            return found;
        }

        name: "Controls"
        when: windowShown

        function init() {
            clicks.count = 0;
            Theme.name = "night";
            Theme.textScale = 1;
        }

        function test_everyTextIsPlain() {
            const all = texts(root);
            verify(all.length > 10);
            for (const text of all)
                compare(text.textFormat, Text.PlainText);
        }

        function test_markupIsShownLiterally() {
            compare(label.text, root.markup);
            verify(label.implicitWidth > 200);
        }

        function test_tabWalksThroughTheControls() {
            first.forceActiveFocus(Qt.TabFocusReason);
            for (const next of [hostile, icon, field, combo, toggle, segment]) {
                keyClick(Qt.Key_Tab);
                verify(next.activeFocus, next + " has the focus");
            }
        }

        function test_returnAndSpacePress_data() {
            return [{tag: "return", key: Qt.Key_Return}, {tag: "enter", key: Qt.Key_Enter}, {tag: "space", key: Qt.Key_Space}];
        }
        function test_returnAndSpacePress(row) {
            first.forceActiveFocus(Qt.TabFocusReason);
            keyClick(row.key);
            compare(clicks.count, 1);
        }

        function test_focusIsSeen() {
            first.forceActiveFocus(Qt.TabFocusReason);
            verify(first.visualFocus);
        }

        function test_controlsHaveNames() {
            compare(icon.Accessible.name, "Refresh");
            compare(segment.Accessible.name, "Active 7");
            compare(chip.Accessible.name, "instance=" + root.markup);
            compare(shape.Accessible.name, "Critical");
        }

        function test_theListOfAComboBoxOpensAndChooses() {
            combo.forceActiveFocus(Qt.TabFocusReason);
            keyClick(Qt.Key_Space);
            tryCompare(combo.popup, "visible", true);
            keyClick(Qt.Key_Down);
            keyClick(Qt.Key_Return);
            tryCompare(combo.popup, "visible", false);
            compare(combo.currentIndex, 1);
            compare(combo.displayText, root.markup);
        }

        function test_buttonsGrowWithTheText() {
            const before = first.implicitWidth;
            Theme.textScale = 3;
            verify(first.implicitWidth > 2 * before);
            verify(first.implicitHeight >= first.contentItem.implicitHeight);
        }

        function test_textFromOutsideIsNoPattern() {
            compare(Words.fill("%1, %2, %3", ["disk at 90%3", "a %1 b", "5 s"]), "disk at 90%3, a %1 b, 5 s");
            compare(Words.fill("%2: %1 %3", ["a", "b"]), "b: a %3");
        }

        function test_coloursFollowTheTheme() {
            const night = String(label.color);
            Theme.name = "day";
            verify(String(label.color) !== night);
            compare(shape.color, Theme.critical);
        }
    }
}
