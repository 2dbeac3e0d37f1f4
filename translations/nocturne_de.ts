<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de">
<context>
    <name>AcknowledgeSheet</name>
    <message>
        <source>Acknowledge</source>
        <translation>Übernehmen</translation>
    </message>
    <message>
        <source>Your name</source>
        <translation>Ihr Name</translation>
    </message>
    <message>
        <source>Who takes it</source>
        <translation>Wer übernimmt</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>Kommentar</translation>
    </message>
    <message>
        <source>What you know or do about it</source>
        <translation>Was Sie wissen oder tun</translation>
    </message>
    <message>
        <source>It stays yours until it resolves. Should it fire again, it asks anew.</source>
        <translation>Er bleibt Ihrer, bis er endet. Löst er wieder aus, fragt er von Neuem.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>until</source>
        <translation>bis</translation>
    </message>
    <message>
        <source>Also when it gets worse</source>
        <translation>Auch wenn er schlimmer wird</translation>
    </message>
    <message>
        <source>It stays yours until it resolves or gets worse. Should it fire again, it asks anew.</source>
        <translation>Er gehört Ihnen, bis er endet oder schlimmer wird. Löst er wieder aus, fragt er neu.</translation>
    </message>
    <message>
        <source>The disk is slow: it is being written. It goes on when you cancel.</source>
        <translation>Die Platte ist langsam: es wird noch geschrieben. Abbrechen hält es nicht auf.</translation>
    </message>
</context>
<context>
    <name>AlertCounts</name>
    <message numerus="yes">
        <source>%n critical</source>
        <translation>
            <numerusform>%n kritisch</numerusform>
            <numerusform>%n kritisch</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n error(s)</source>
        <translation>
            <numerusform>%n Fehler</numerusform>
            <numerusform>%n Fehler</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n warning(s)</source>
        <translation>
            <numerusform>%n Warnung</numerusform>
            <numerusform>%n Warnungen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n unknown</source>
        <translation>
            <numerusform>%n unbekannt</numerusform>
            <numerusform>%n unbekannt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n notice(s)</source>
        <translation>
            <numerusform>%n Hinweis</numerusform>
            <numerusform>%n Hinweise</numerusform>
        </translation>
    </message>
    <message>
        <source>nothing is firing</source>
        <translation>nichts löst aus</translation>
    </message>
    <message>
        <source>nothing is known yet</source>
        <translation>noch ist nichts bekannt</translation>
    </message>
    <message>
        <source>nothing is firing, as far as known</source>
        <translation>nichts löst aus, soweit bekannt</translation>
    </message>
    <message numerus="yes">
        <source>%n degraded</source>
        <translation>
            <numerusform>%n beeinträchtigt</numerusform>
            <numerusform>%n beeinträchtigt</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>AlertListPanel</name>
    <message>
        <source>Not known: no data since %1</source>
        <translation>Nicht bekannt: keine Daten seit %1</translation>
    </message>
    <message>
        <source>No active alerts</source>
        <translation>Keine aktiven Alarme</translation>
    </message>
    <message>
        <source>Active alerts</source>
        <translation>Aktive Alarme</translation>
    </message>
    <message>
        <source>Acknowledge…</source>
        <translation>Übernehmen…</translation>
    </message>
    <message>
        <source>Put off…</source>
        <translation>Zurückstellen…</translation>
    </message>
    <message>
        <source>Silence…</source>
        <translation>Stummschalten…</translation>
    </message>
    <message>
        <source>Give back</source>
        <translation>Zurückgeben</translation>
    </message>
    <message>
        <source>Open its evidence</source>
        <translation>Belege öffnen</translation>
    </message>
</context>
<context>
    <name>AlertPane</name>
    <message>
        <source>Choose an alert</source>
        <translation>Wählen Sie einen Alarm</translation>
    </message>
    <message>
        <source>This alert is over and forgotten</source>
        <translation>Dieser Alarm ist vorbei und vergessen</translation>
    </message>
    <message>
        <source>Its rule, its labels and who has it are shown here.</source>
        <translation>Hier stehen seine Regel, seine Labels und wer ihn hat.</translation>
    </message>
    <message>
        <source>Give back</source>
        <translation>Zurückgeben</translation>
    </message>
    <message>
        <source>Acknowledge</source>
        <translation>Übernehmen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>Begonnen</translation>
    </message>
    <message>
        <source>Taken by</source>
        <translation>Übernommen von</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>Kommentar</translation>
    </message>
    <message>
        <source>Reported by</source>
        <translation>Gemeldet von</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Beschreibung</translation>
    </message>
    <message>
        <source>Runbook</source>
        <translation>Anleitung</translation>
    </message>
    <message>
        <source>open on %1</source>
        <translation>öffnen auf %1</translation>
    </message>
    <message>
        <source>Put off</source>
        <translation>Zurückstellen</translation>
    </message>
    <message>
        <source>Silence</source>
        <translation>Stummschalten</translation>
    </message>
    <message>
        <source>Listen again</source>
        <translation>Wieder hören</translation>
    </message>
    <message>
        <source>Quiet</source>
        <translation>Still</translation>
    </message>
    <message>
        <source>flapping</source>
        <translation>flattert</translation>
    </message>
    <message>
        <source>Elsewhere</source>
        <translation>Anderswo</translation>
    </message>
    <message>
        <source>Downtime</source>
        <translation>Wartung</translation>
    </message>
    <message>
        <source>Plan work on what it watches</source>
        <translation>Arbeit an dem planen, was er überwacht</translation>
    </message>
</context>
<context>
    <name>AlertRow</name>
    <message>
        <source>%1, %2, %3</source>
        <translation>%1, %2, %3</translation>
    </message>
    <message>
        <source>acknowledged by %1</source>
        <translation>übernommen von %1</translation>
    </message>
    <message>
        <source>Resolved</source>
        <translation>Beendet</translation>
    </message>
    <message>
        <source>Acknowledge</source>
        <translation>Übernehmen</translation>
    </message>
    <message>
        <source>flapping</source>
        <translation>flattert</translation>
    </message>
</context>
<context>
    <name>AlertsPage</name>
    <message>
        <source>Alerts</source>
        <translation>Alarme</translation>
    </message>
    <message>
        <source>move</source>
        <translation>bewegen</translation>
    </message>
    <message>
        <source>acknowledge</source>
        <translation>übernehmen</translation>
    </message>
    <message>
        <source>open</source>
        <translation>öffnen</translation>
    </message>
    <message numerus="yes">
        <source>%n new, held while you look</source>
        <translation>
            <numerusform>%n neuer, wartet, solange Sie hinsehen</numerusform>
            <numerusform>%n neue, warten, solange Sie hinsehen</numerusform>
        </translation>
    </message>
    <message>
        <source>No alert matches the filter</source>
        <translation>Kein Alarm passt zum Filter</translation>
    </message>
    <message>
        <source>Nobody has taken an alert</source>
        <translation>Niemand hat einen Alarm übernommen</translation>
    </message>
    <message>
        <source>Nothing resolved in the last quarter of an hour</source>
        <translation>Nichts endete in der letzten Viertelstunde</translation>
    </message>
    <message>
        <source>Nothing is firing</source>
        <translation>Nichts löst aus</translation>
    </message>
    <message>
        <source>No source is watched yet: the Targets page tells how to add one.</source>
        <translation>Noch wird keine Quelle überwacht: Die Seite Ziele sagt, wie man eine hinzufügt.</translation>
    </message>
    <message numerus="yes">
        <source>But %n source(s) cannot be asked: what they would say is not known.</source>
        <translation>
            <numerusform>Aber %n Quelle ist nicht erreichbar: Was sie sagen würde, ist unbekannt.</numerusform>
            <numerusform>Aber %n Quellen sind nicht erreichbar: Was sie sagen würden, ist unbekannt.</numerusform>
        </translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>Filter löschen</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Nothing is known yet</source>
        <translation>Noch ist nichts bekannt</translation>
    </message>
    <message>
        <source>%1 is heard again</source>
        <translation>%1 ist wieder zu hören</translation>
    </message>
    <message>
        <source>put off</source>
        <translation>zurückstellen</translation>
    </message>
    <message>
        <source>silence</source>
        <translation>stummschalten</translation>
    </message>
    <message>
        <source>The silence is made</source>
        <translation>Die Stummschaltung gilt</translation>
    </message>
    <message numerus="yes">
        <source>%n alert(s)</source>
        <translation>
            <numerusform>%n Alarm</numerusform>
            <numerusform>%n Alarme</numerusform>
        </translation>
    </message>
    <message>
        <source>Taken back</source>
        <translation>Zurückgenommen</translation>
    </message>
    <message>
        <source>%1: open again</source>
        <translation>%1: wieder offen</translation>
    </message>
    <message>
        <source>This alert names no runbook</source>
        <translation>Dieser Alarm nennt keine Anleitung</translation>
    </message>
    <message>
        <source>Silences</source>
        <translation>Stummschaltungen</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Leertaste</translation>
    </message>
    <message>
        <source>choose</source>
        <translation>auswählen</translation>
    </message>
    <message>
        <source>undo</source>
        <translation>zurücknehmen</translation>
    </message>
    <message numerus="yes">
        <source>%n new, paused</source>
        <translation>
            <numerusform>%n neuer, angehalten</numerusform>
            <numerusform>%n neue, angehalten</numerusform>
        </translation>
    </message>
    <message>
        <source>You have taken no alert</source>
        <translation>Sie haben keinen Alarm übernommen</translation>
    </message>
    <message>
        <source>No alert is kept quiet</source>
        <translation>Kein Alarm ist stumm</translation>
    </message>
    <message>
        <source>%1: yours</source>
        <translation>%1: übernommen</translation>
    </message>
    <message>
        <source>%1: put off</source>
        <translation>%1: zurückgestellt</translation>
    </message>
    <message>
        <source>The silence is changed</source>
        <translation>Die Stummschaltung ist geändert</translation>
    </message>
    <message>
        <source>The disk is slow: it is being written</source>
        <translation>Die Platte ist langsam: es wird noch geschrieben</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>Regeln</translation>
    </message>
    <message>
        <source>The rule %1 is at work</source>
        <translation>Die Regel %1 ist in Kraft</translation>
    </message>
    <message>
        <source>The rule %1 is removed</source>
        <translation>Die Regel %1 ist entfernt</translation>
    </message>
    <message>
        <source>Downtimes</source>
        <translation>Wartungen</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>The downtime is changed</source>
        <translation>Die Wartung ist geändert</translation>
    </message>
    <message>
        <source>The downtime is planned</source>
        <translation>Die Wartung ist geplant</translation>
    </message>
</context>
<context>
    <name>AlertMakers</name>
    <message>
        <source>Downtime</source>
        <translation>Wartung</translation>
    </message>
    <message>
        <source>Silence</source>
        <translation>Stummschalten</translation>
    </message>
    <message>
        <source>Plan work during which nobody need hear of alerts</source>
        <translation>Arbeit planen, während der niemand von Alarmen hören muss</translation>
    </message>
    <message>
        <source>Keep alerts quiet that have certain labels</source>
        <translation>Alarme mit bestimmten Labels stumm halten</translation>
    </message>
    <message>
        <source>New rule</source>
        <translation>Neue Regel</translation>
    </message>
    <message>
        <source>Alert when a value crosses a threshold</source>
        <translation>Alarm schlagen, wenn ein Wert eine Schwelle überschreitet</translation>
    </message>
    <message>
        <source>New</source>
        <translation>Neu</translation>
    </message>
</context>
<context>
    <name>BarPanel</name>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>%n weitere</numerusform>
            <numerusform>%n weitere</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <source>Search pages, dashboards and actions</source>
        <translation>Seiten, Dashboards und Aktionen suchen</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>Befehle</translation>
    </message>
    <message>
        <source>Nothing is called that</source>
        <translation>Nichts heißt so</translation>
    </message>
</context>
<context>
    <name>DashboardPage</name>
    <message>
        <source>Dashboards</source>
        <translation>Dashboards</translation>
    </message>
    <message>
        <source>Choose another dashboard</source>
        <translation>Anderes Dashboard wählen</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>No dashboard yet</source>
        <translation>Noch kein Dashboard</translation>
    </message>
    <message>
        <source>Dashboards appear here as soon as a source gives the metrics they need.</source>
        <translation>Dashboards erscheinen hier, sobald eine Quelle die nötigen Metriken liefert.</translation>
    </message>
</context>
<context>
    <name>ExplorePage</name>
    <message>
        <source>Explore</source>
        <translation>Erkunden</translation>
    </message>
    <message>
        <source>data source</source>
        <translation>Datenquelle</translation>
    </message>
</context>
<context>
    <name>ExploreView</name>
    <message>
        <source>Expression</source>
        <translation>Ausdruck</translation>
    </message>
    <message>
        <source>An expression, such as rate(node_network_receive_bytes_total[5m])</source>
        <translation>Ein Ausdruck, etwa rate(node_network_receive_bytes_total[5m])</translation>
    </message>
    <message>
        <source>Newest</source>
        <translation>Neueste</translation>
    </message>
    <message>
        <source>Over time</source>
        <translation>Im Verlauf</translation>
    </message>
    <message>
        <source>Switch between newest values and values over time</source>
        <translation>Zwischen neuesten Werten und Verlauf wechseln</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Ausführen</translation>
    </message>
    <message>
        <source>Ask for anything that is measured</source>
        <translation>Fragen Sie nach allem, was gemessen wird</translation>
    </message>
    <message>
        <source>Type a metric&apos;s name and press Enter. Tab completes; Shift and Enter start a new line.</source>
        <translation>Den Namen einer Metrik eingeben und Enter drücken. Tab ergänzt, Umschalt und Enter beginnen eine neue Zeile.</translation>
    </message>
    <message>
        <source>This session</source>
        <translation>Diese Sitzung</translation>
    </message>
    <message>
        <source>Nothing asked yet</source>
        <translation>Noch nichts gefragt</translation>
    </message>
</context>
<context>
    <name>LegendList</name>
    <message>
        <source>Show only %1</source>
        <translation>Nur %1 zeigen</translation>
    </message>
</context>
<context>
    <name>LegendTable</name>
    <message>
        <source>Last</source>
        <translation>Letzter</translation>
    </message>
    <message>
        <source>Max</source>
        <translation>Max</translation>
    </message>
    <message>
        <source>Min</source>
        <translation>Min</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>Mittel</translation>
    </message>
    <message>
        <source>Series</source>
        <translation>Reihe</translation>
    </message>
    <message>
        <source>%1, last %2</source>
        <translation>%1, zuletzt %2</translation>
    </message>
</context>
<context>
    <name>LogField</name>
    <message>
        <source>Copy %1</source>
        <translation>%1 kopieren</translation>
    </message>
    <message>
        <source>Only records with this %1</source>
        <translation>Nur Einträge mit diesem %1</translation>
    </message>
</context>
<context>
    <name>LogHistogram</name>
    <message>
        <source>Records over time: %1</source>
        <translation>Einträge über die Zeit: %1</translation>
    </message>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
</context>
<context>
    <name>LogPanel</name>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>No records with %1</source>
        <translation>Keine Einträge mit %1</translation>
    </message>
    <message>
        <source>No records</source>
        <translation>Keine Einträge</translation>
    </message>
    <message>
        <source>Add a file or the journal under Logs</source>
        <translation>Unter Protokolle eine Datei oder das Journal hinzufügen</translation>
    </message>
    <message>
        <source>No records come from %1</source>
        <translation>Von %1 kommen keine Einträge</translation>
    </message>
</context>
<context>
    <name>LogRow</name>
    <message>
        <source>Debug</source>
        <translation>Debug</translation>
    </message>
    <message>
        <source>Info</source>
        <translation>Info</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>trace %1</source>
        <translation>Trace %1</translation>
    </message>
    <message>
        <source>source</source>
        <translation>Quelle</translation>
    </message>
</context>
<context>
    <name>LogsPage</name>
    <message>
        <source>Logs</source>
        <translation>Protokolle</translation>
    </message>
    <message>
        <source>level</source>
        <translation>Stufe</translation>
    </message>
    <message>
        <source>all</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>info and above</source>
        <translation>ab Info</translation>
    </message>
    <message>
        <source>warning and above</source>
        <translation>ab Warnung</translation>
    </message>
    <message>
        <source>error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>service</source>
        <translation>Dienst</translation>
    </message>
    <message>
        <source>Wrap</source>
        <translation>Umbrechen</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Follow</source>
        <translation>Folgen</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Leertaste</translation>
    </message>
    <message>
        <source>stop</source>
        <translation>anhalten</translation>
    </message>
    <message>
        <source>follow</source>
        <translation>folgen</translation>
    </message>
    <message>
        <source>unfold</source>
        <translation>aufklappen</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message numerus="yes">
        <source>%n new, show</source>
        <translation>
            <numerusform>%n neuer, zeigen</numerusform>
            <numerusform>%n neue, zeigen</numerusform>
        </translation>
    </message>
    <message>
        <source>Searching</source>
        <translation>Suche läuft</translation>
    </message>
    <message>
        <source>No record matches</source>
        <translation>Kein Eintrag passt</translation>
    </message>
    <message>
        <source>No log is read yet</source>
        <translation>Noch wird kein Protokoll gelesen</translation>
    </message>
    <message>
        <source>Clear the filters</source>
        <translation>Filter löschen</translation>
    </message>
    <message>
        <source>range</source>
        <translation>Zeitraum</translation>
    </message>
    <message>
        <source>words, field=value, /pattern/</source>
        <translation>Wörter, Feld=Wert, /Muster/</translation>
    </message>
    <message>
        <source>%1, show all</source>
        <translation>%1, alle zeigen</translation>
    </message>
    <message>
        <source>This cannot be searched for</source>
        <translation>Danach lässt sich nicht suchen</translation>
    </message>
    <message>
        <source>Name files, the journal or syslog under logs in nocturne.yml.</source>
        <translation>Nennen Sie Dateien, das Journal oder Syslog unter logs in nocturne.yml.</translation>
    </message>
    <message>
        <source>from</source>
        <translation>von</translation>
    </message>
    <message>
        <source>A query in LogQL</source>
        <translation>Eine Abfrage in LogQL</translation>
    </message>
    <message>
        <source>No records come from %1</source>
        <translation>Von %1 kommen keine Einträge</translation>
    </message>
    <message>
        <source>Nothing matches the query</source>
        <translation>Nichts passt zur Abfrage</translation>
    </message>
</context>
<context>
    <name>OverviewPage</name>
    <message>
        <source>Overview</source>
        <translation>Überblick</translation>
    </message>
    <message>
        <source>Alerts</source>
        <translation>Alarme</translation>
    </message>
    <message>
        <source>firing</source>
        <translation>ausgelöst</translation>
    </message>
    <message>
        <source>%1 active, %2 acknowledged, %3 pending</source>
        <translation>%1 aktiv, %2 übernommen, %3 ausstehend</translation>
    </message>
    <message>
        <source>Sources</source>
        <translation>Quellen</translation>
    </message>
    <message>
        <source>of %1</source>
        <translation>von %1</translation>
    </message>
    <message>
        <source>none is watched yet</source>
        <translation>noch keine überwacht</translation>
    </message>
    <message>
        <source>%1 down, %2 degraded, %3 waiting</source>
        <translation>%1 ausgefallen, %2 beeinträchtigt, %3 wartend</translation>
    </message>
    <message>
        <source>Series</source>
        <translation>Reihen</translation>
    </message>
    <message>
        <source>%1 samples per second</source>
        <translation>%1 Messwerte je Sekunde</translation>
    </message>
    <message>
        <source>Oldest reading</source>
        <translation>Ältester Wert</translation>
    </message>
    <message>
        <source>no source has spoken yet</source>
        <translation>noch hat keine Quelle gesprochen</translation>
    </message>
    <message>
        <source>since the quietest source last spoke</source>
        <translation>seit die stillste Quelle zuletzt sprach</translation>
    </message>
    <message>
        <source>Alerts, worst first</source>
        <translation>Alarme, schlimmste zuerst</translation>
    </message>
    <message numerus="yes">
        <source>%n new</source>
        <translation>
            <numerusform>%n neuer</numerusform>
            <numerusform>%n neue</numerusform>
        </translation>
    </message>
    <message>
        <source>Open the alerts page</source>
        <translation>Seite Alarme öffnen</translation>
    </message>
    <message>
        <source>Nothing is firing</source>
        <translation>Nichts löst aus</translation>
    </message>
    <message>
        <source>No source is watched yet.</source>
        <translation>Noch wird keine Quelle überwacht.</translation>
    </message>
    <message numerus="yes">
        <source>But %n source(s) cannot be asked: what they would say is not known.</source>
        <translation>
            <numerusform>Aber %n Quelle ist nicht erreichbar: Was sie sagen würde, ist unbekannt.</numerusform>
            <numerusform>Aber %n Quellen sind nicht erreichbar: Was sie sagen würden, ist unbekannt.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n source(s) watched</source>
        <translation>
            <numerusform>%n Quelle überwacht</numerusform>
            <numerusform>%n Quellen überwacht</numerusform>
        </translation>
    </message>
    <message>
        <source>Sources, worst first</source>
        <translation>Quellen, schlimmste zuerst</translation>
    </message>
    <message>
        <source>Open the targets page</source>
        <translation>Seite Ziele öffnen</translation>
    </message>
    <message>
        <source>No source is watched yet</source>
        <translation>Noch wird keine Quelle überwacht</translation>
    </message>
    <message>
        <source>Log, warning and above</source>
        <translation>Protokoll, ab Warnung</translation>
    </message>
    <message>
        <source>Open the logs page</source>
        <translation>Seite Protokolle öffnen</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Searching</source>
        <translation>Suche läuft</translation>
    </message>
    <message>
        <source>No warning and no error</source>
        <translation>Keine Warnung und kein Fehler</translation>
    </message>
    <message>
        <source>Nothing is known yet</source>
        <translation>Noch ist nichts bekannt</translation>
    </message>
    <message>
        <source>Services</source>
        <translation>Dienste</translation>
    </message>
    <message>
        <source>all groups of checks are up</source>
        <translation>alle Gruppen von Prüfungen laufen</translation>
    </message>
    <message>
        <source>%1 down, %2 unreachable, %3 in maintenance</source>
        <translation>%1 ausgefallen, %2 nicht erreichbar, %3 in Wartung</translation>
    </message>
    <message>
        <source>Paste an address, or add scrape_configs, health_checks or streams to nocturne.yml; an existing prometheus.yml works as it is.</source>
        <translation>Fügen Sie eine Adresse ein, oder ergänzen Sie scrape_configs, health_checks oder streams in nocturne.yml; eine vorhandene prometheus.yml funktioniert, wie sie ist.</translation>
    </message>
    <message>
        <source>Add a source</source>
        <translation>Quelle hinzufügen</translation>
    </message>
</context>
<context>
    <name>PageLoader</name>
    <message>
        <source>This page could not be loaded</source>
        <translation>Diese Seite konnte nicht geladen werden</translation>
    </message>
    <message>
        <source>The other pages go on working. The program&apos;s log says what is missing.</source>
        <translation>Die anderen Seiten arbeiten weiter. Was fehlt, steht im Protokoll des Programms.</translation>
    </message>
</context>
<context>
    <name>PanelSkeleton</name>
    <message>
        <source>Loading</source>
        <translation>Lädt</translation>
    </message>
</context>
<context>
    <name>PanelView</name>
    <message>
        <source>Back to the dashboard (v)</source>
        <translation>Zurück zum Dashboard (v)</translation>
    </message>
    <message>
        <source>View alone (v)</source>
        <translation>Allein zeigen (v)</translation>
    </message>
    <message>
        <source>This could not be read</source>
        <translation>Das ließ sich nicht lesen</translation>
    </message>
    <message>
        <source>No data since %1</source>
        <translation>Keine Daten seit %1</translation>
    </message>
    <message>
        <source>No value now</source>
        <translation>Derzeit kein Wert</translation>
    </message>
    <message>
        <source>No data in this range</source>
        <translation>Keine Daten in diesem Zeitraum</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>Erneut fragen</translation>
    </message>
    <message>
        <source>Inspect the queries (i)</source>
        <translation>Abfragen untersuchen (i)</translation>
    </message>
    <message>
        <source>Metric not exposed (yet)</source>
        <translation>Metrik (noch) nicht angeboten</translation>
    </message>
    <message>
        <source>The metric is known, but nothing matches the variables, or nothing was counted yet</source>
        <translation>Die Metrik ist bekannt, aber nichts passt zu den Variablen, oder es wurde noch nichts gezählt</translation>
    </message>
    <message>
        <source>Alert on this (a)</source>
        <translation>Hierauf Alarm schlagen (a)</translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Überblick</translation>
    </message>
    <message>
        <source>Dashboards</source>
        <translation>Dashboards</translation>
    </message>
    <message>
        <source>Explore</source>
        <translation>Erkunden</translation>
    </message>
    <message>
        <source>Alerts</source>
        <translation>Alarme</translation>
    </message>
    <message>
        <source>Targets</source>
        <translation>Ziele</translation>
    </message>
    <message>
        <source>Logs</source>
        <translation>Protokolle</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Unfold the navigation</source>
        <translation>Navigation aufklappen</translation>
    </message>
    <message>
        <source>Fold the navigation</source>
        <translation>Navigation einklappen</translation>
    </message>
</context>
<context>
    <name>RailItem</name>
    <message>
        <source>%1, %2 %3</source>
        <translation>%1, %2 %3</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>Night</source>
        <translation>Nacht</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>Tag</translation>
    </message>
    <message>
        <source>Contrast, dark</source>
        <translation>Kontrast, dunkel</translation>
    </message>
    <message>
        <source>Contrast, light</source>
        <translation>Kontrast, hell</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>Schriftgröße</translation>
    </message>
    <message>
        <source>80 to 300 per cent; rows and controls grow along</source>
        <translation>80 bis 300 Prozent; Zeilen und Bedienelemente wachsen mit</translation>
    </message>
    <message>
        <source>Smaller text</source>
        <translation>Kleinere Schrift</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Larger text</source>
        <translation>Größere Schrift</translation>
    </message>
    <message>
        <source>Density</source>
        <translation>Dichte</translation>
    </message>
    <message>
        <source>Compact</source>
        <translation>Kompakt</translation>
    </message>
    <message>
        <source>Comfortable</source>
        <translation>Bequem</translation>
    </message>
    <message>
        <source>Touch</source>
        <translation>Berührung</translation>
    </message>
    <message>
        <source>Reduced motion</source>
        <translation>Weniger Bewegung</translation>
    </message>
    <message>
        <source>Nothing fades or slides</source>
        <translation>Nichts blendet oder gleitet</translation>
    </message>
    <message>
        <source>You</source>
        <translation>Sie</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Stands beside the alerts you acknowledge</source>
        <translation>Steht neben den Alarmen, die Sie übernehmen</translation>
    </message>
    <message>
        <source>About</source>
        <translation>Über</translation>
    </message>
    <message>
        <source>Version %1</source>
        <translation>Version %1</translation>
    </message>
    <message>
        <source>Free software under the GNU General Public License, version 3 or later. It comes without any warranty.</source>
        <translation>Freie Software unter der GNU General Public License, Version 3 oder später. Ohne jede Gewährleistung.</translation>
    </message>
    <message>
        <source>Built with Qt, Qt Charts, SQLite, libcurl, RE2, yaml-cpp and simdjson; set in Inter and JetBrains Mono.</source>
        <translation>Gebaut mit Qt, Qt Charts, SQLite, libcurl, RE2, yaml-cpp und simdjson; gesetzt in Inter und JetBrains Mono.</translation>
    </message>
    <message>
        <source>Look and person</source>
        <translation>Aussehen und Person</translation>
    </message>
    <message>
        <source>Desktop and sound</source>
        <translation>Arbeitsfläche und Ton</translation>
    </message>
    <message>
        <source>Receivers</source>
        <translation>Empfänger</translation>
    </message>
    <message>
        <source>Look around this computer</source>
        <translation>Auf diesem Rechner umsehen</translation>
    </message>
    <message>
        <source>At a start without a configuration, for services to offer; nothing else is asked</source>
        <translation>Bei einem Start ohne Konfiguration, nach Diensten zum Anbieten; sonst wird niemand gefragt</translation>
    </message>
</context>
<context>
    <name>ShortcutSheet</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>Überall</translation>
    </message>
    <message>
        <source>Search or run a command</source>
        <translation>Suchen oder Befehl ausführen</translation>
    </message>
    <message>
        <source>These shortcuts</source>
        <translation>Diese Kürzel</translation>
    </message>
    <message>
        <source>Ask all sources now</source>
        <translation>Alle Quellen jetzt abfragen</translation>
    </message>
    <message>
        <source>Wall display</source>
        <translation>Wandanzeige</translation>
    </message>
    <message>
        <source>Leave the wall display</source>
        <translation>Wandanzeige verlassen</translation>
    </message>
    <message>
        <source>Esc, held</source>
        <translation>Esc halten</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>Vollbild</translation>
    </message>
    <message>
        <source>Fold the navigation</source>
        <translation>Navigation einklappen</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Go to</source>
        <translation>Gehe zu</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Überblick</translation>
    </message>
    <message>
        <source>Dashboards</source>
        <translation>Dashboards</translation>
    </message>
    <message>
        <source>Explore</source>
        <translation>Erkunden</translation>
    </message>
    <message>
        <source>Alerts</source>
        <translation>Alarme</translation>
    </message>
    <message>
        <source>Targets</source>
        <translation>Ziele</translation>
    </message>
    <message>
        <source>Logs</source>
        <translation>Protokolle</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>In lists</source>
        <translation>In Listen</translation>
    </message>
    <message>
        <source>Next, previous</source>
        <translation>Nächste, vorige</translation>
    </message>
    <message>
        <source>Acknowledge</source>
        <translation>Übernehmen</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filtern</translation>
    </message>
    <message>
        <source>Follow or stop the log</source>
        <translation>Protokoll folgen oder anhalten</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Leertaste</translation>
    </message>
    <message>
        <source>Ask this source now</source>
        <translation>Diese Quelle jetzt abfragen</translation>
    </message>
    <message>
        <source>On a panel</source>
        <translation>Auf einer Tafel</translation>
    </message>
    <message>
        <source>View alone, or back</source>
        <translation>Allein zeigen, oder zurück</translation>
    </message>
    <message>
        <source>Inspect the queries</source>
        <translation>Abfragen untersuchen</translation>
    </message>
    <message>
        <source>Inspect while typing</source>
        <translation>Beim Tippen untersuchen</translation>
    </message>
    <message>
        <source>Warnings about the query</source>
        <translation>Warnungen zur Abfrage</translation>
    </message>
    <message>
        <source>Put off</source>
        <translation>Zurückstellen</translation>
    </message>
    <message>
        <source>Silence</source>
        <translation>Stummschalten</translation>
    </message>
    <message>
        <source>Choose</source>
        <translation>Auswählen</translation>
    </message>
    <message>
        <source>Acknowledge the group</source>
        <translation>Die Gruppe übernehmen</translation>
    </message>
    <message>
        <source>Shift</source>
        <translation>Umschalt</translation>
    </message>
    <message>
        <source>Undo, or give back</source>
        <translation>Zurücknehmen oder zurückgeben</translation>
    </message>
    <message>
        <source>Runbook of the alert</source>
        <translation>Anleitung zum Alarm</translation>
    </message>
    <message>
        <source>Pause the list of alerts</source>
        <translation>Liste der Alarme anhalten</translation>
    </message>
    <message>
        <source>Silences, downtimes: new, change, later, end, again</source>
        <translation>Stummschaltungen, Wartungen: neu, ändern, länger, beenden, erneut</translation>
    </message>
</context>
<context>
    <name>SourceRow</name>
    <message>
        <source>%1, %2, %3</source>
        <translation>%1, %2, %3</translation>
    </message>
    <message>
        <source>Ask %1 now</source>
        <translation>%1 jetzt abfragen</translation>
    </message>
    <message>
        <source>Fold</source>
        <translation>Einklappen</translation>
    </message>
    <message>
        <source>Unfold</source>
        <translation>Aufklappen</translation>
    </message>
    <message numerus="yes">
        <source>in this state since %1, %n failure(s) since the start</source>
        <translation>
            <numerusform>in diesem Zustand seit %1, %n Fehlschlag seit dem Start</numerusform>
            <numerusform>in diesem Zustand seit %1, %n Fehlschläge seit dem Start</numerusform>
        </translation>
    </message>
    <message>
        <source>in this state since %1</source>
        <translation>in diesem Zustand seit %1</translation>
    </message>
    <message>
        <source>last failing body, %1</source>
        <translation>letzter Inhalt eines Fehlschlags, %1</translation>
    </message>
</context>
<context>
    <name>SourceTile</name>
    <message>
        <source>%1, %2, %3</source>
        <translation>%1, %2, %3</translation>
    </message>
</context>
<context>
    <name>StatPanel</name>
    <message>
        <source>of %1</source>
        <translation>von %1</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message numerus="yes">
        <source>%n acknowledged</source>
        <translation>
            <numerusform>%n übernommen</numerusform>
            <numerusform>%n übernommen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n source(s)</source>
        <translation>
            <numerusform>%n Quelle</numerusform>
            <numerusform>%n Quellen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n down</source>
        <translation>
            <numerusform>%n ausgefallen</numerusform>
            <numerusform>%n ausgefallen</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 series, %2 samples/s</source>
        <translation>%1 Reihen, %2 Messwerte/s</translation>
    </message>
    <message>
        <source>oldest reading %1</source>
        <translation>ältester Wert %1</translation>
    </message>
</context>
<context>
    <name>TablePanel</name>
    <message>
        <source>Table of newest values</source>
        <translation>Tabelle der neuesten Werte</translation>
    </message>
    <message>
        <source>Sort by %1</source>
        <translation>Nach %1 sortieren</translation>
    </message>
</context>
<context>
    <name>TargetsPage</name>
    <message>
        <source>Try a mapping</source>
        <translation>Eine Zuordnung ausprobieren</translation>
    </message>
    <message>
        <source>Targets and checks</source>
        <translation>Ziele und Prüfungen</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>With problems</source>
        <translation>Mit Problemen</translation>
    </message>
    <message>
        <source>Filter by name, job or address</source>
        <translation>Nach Name, Job oder Adresse filtern</translation>
    </message>
    <message>
        <source>Ask all now</source>
        <translation>Alle jetzt abfragen</translation>
    </message>
    <message>
        <source>move</source>
        <translation>bewegen</translation>
    </message>
    <message>
        <source>unfold</source>
        <translation>aufklappen</translation>
    </message>
    <message>
        <source>ask now</source>
        <translation>jetzt abfragen</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Last heard</source>
        <translation>Zuletzt</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>Werte</translation>
    </message>
    <message>
        <source>Every</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Sources</source>
        <translation>Quellen</translation>
    </message>
    <message>
        <source>No source is watched yet</source>
        <translation>Noch wird keine Quelle überwacht</translation>
    </message>
    <message>
        <source>No source matches the filter</source>
        <translation>Keine Quelle passt zum Filter</translation>
    </message>
    <message>
        <source>No source has a problem</source>
        <translation>Keine Quelle hat ein Problem</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Alle zeigen</translation>
    </message>
    <message>
        <source>Paste an address, or add scrape_configs, health_checks or streams to nocturne.yml; an existing prometheus.yml works as it is.</source>
        <translation>Fügen Sie eine Adresse ein, oder ergänzen Sie scrape_configs, health_checks oder streams in nocturne.yml; eine vorhandene prometheus.yml funktioniert, wie sie ist.</translation>
    </message>
    <message>
        <source>Add a source</source>
        <translation>Quelle hinzufügen</translation>
    </message>
</context>
<context>
    <name>TimeControls</name>
    <message>
        <source>Choose the range of time</source>
        <translation>Zeitraum wählen</translation>
    </message>
    <message>
        <source>Range of time: %1</source>
        <translation>Zeitraum: %1</translation>
    </message>
    <message>
        <source>Choose how often to refresh</source>
        <translation>Wählen, wie oft aktualisiert wird</translation>
    </message>
    <message>
        <source>Refresh: %1</source>
        <translation>Aktualisieren: %1</translation>
    </message>
    <message>
        <source>Refresh now</source>
        <translation>Jetzt aktualisieren</translation>
    </message>
</context>
<context>
    <name>TimePicker</name>
    <message>
        <source>Last 90 min, 2026-08-01 to now …</source>
        <translation>Last 90 min, 2026-08-01 to now …</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>to</source>
        <translation>bis</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Bis</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation>Früher</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>Später</translation>
    </message>
    <message>
        <source>Wider</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
</context>
<context>
    <name>TopLine</name>
    <message>
        <source>Search or run a command</source>
        <translation>Suchen oder Befehl ausführen</translation>
    </message>
</context>
<context>
    <name>WallBanner</name>
    <message>
        <source>Critical alert</source>
        <translation>Kritischer Alarm</translation>
    </message>
</context>
<context>
    <name>WallLine</name>
    <message numerus="yes">
        <source>%n source(s)</source>
        <translation>
            <numerusform>%n Quelle</numerusform>
            <numerusform>%n Quellen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n down</source>
        <translation>
            <numerusform>%n ausgefallen</numerusform>
            <numerusform>%n ausgefallen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Wording</name>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 h</translation>
    </message>
    <message>
        <source>%1 d</source>
        <translation>%1 d</translation>
    </message>
    <message>
        <source>never</source>
        <translation>nie</translation>
    </message>
    <message>
        <source>%1 ago</source>
        <translation>vor %1</translation>
    </message>
    <message>
        <source>%1 µs</source>
        <translation>%1 µs</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
</context>
<context>
    <name>nocturne::panels::PanelData</name>
    <message>
        <source>Correct the expression: %1</source>
        <translation>Den Ausdruck berichtigen: %1</translation>
    </message>
    <message>
        <source>Choose a shorter range or select fewer series</source>
        <translation>Kürzeren Zeitraum oder weniger Reihen wählen</translation>
    </message>
    <message>
        <source>The data source does not answer; it is asked again</source>
        <translation>Die Datenquelle antwortet nicht; sie wird erneut gefragt</translation>
    </message>
    <message>
        <source>It is asked again at the next refresh</source>
        <translation>Beim nächsten Aktualisieren wird erneut gefragt</translation>
    </message>
    <message>
        <source>unchanged in %1</source>
        <translation>unverändert in %1</translation>
    </message>
    <message>
        <source>%1 points in %2</source>
        <translation>%1 Prozentpunkte in %2</translation>
    </message>
    <message>
        <source>%1 in %2</source>
        <translation>%1 in %2</translation>
    </message>
    <message>
        <source>no data since %1, %2</source>
        <translation>keine Daten seit %1, %2</translation>
    </message>
    <message>
        <source>%1 silent since %2</source>
        <translation>%1 stumm seit %2</translation>
    </message>
    <message>
        <source>as of %1</source>
        <translation>Stand %1</translation>
    </message>
    <message>
        <source>part of it failed</source>
        <translation>ein Teil schlug fehl</translation>
    </message>
    <message numerus="yes">
        <source>%n more series</source>
        <translation>
            <numerusform>%n weitere Reihe</numerusform>
            <numerusform>%n weitere Reihen</numerusform>
        </translation>
    </message>
    <message>
        <source>not answered since %1, %2: %3</source>
        <translation>keine Antwort seit %1, %2: %3</translation>
    </message>
    <message>
        <source>part of it is not answered since %1, %2: %3</source>
        <translation>ein Teil ohne Antwort seit %1, %2: %3</translation>
    </message>
</context>
<context>
    <name>nocturne::panels::TableModel</name>
    <message>
        <source>up</source>
        <translation>in Ordnung</translation>
    </message>
    <message>
        <source>degraded</source>
        <translation>eingeschränkt</translation>
    </message>
    <message>
        <source>down</source>
        <translation>ausgefallen</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>no</source>
        <translation>nein</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
</context>
<context>
    <name>nocturne::panels::TimeRange</name>
    <message>
        <source>Last 5 minutes</source>
        <translation>Letzte 5 Minuten</translation>
    </message>
    <message>
        <source>Last 15 minutes</source>
        <translation>Letzte 15 Minuten</translation>
    </message>
    <message>
        <source>Last 30 minutes</source>
        <translation>Letzte 30 Minuten</translation>
    </message>
    <message>
        <source>Last 1 hour</source>
        <translation>Letzte Stunde</translation>
    </message>
    <message>
        <source>Last 3 hours</source>
        <translation>Letzte 3 Stunden</translation>
    </message>
    <message>
        <source>Last 6 hours</source>
        <translation>Letzte 6 Stunden</translation>
    </message>
    <message>
        <source>Last 12 hours</source>
        <translation>Letzte 12 Stunden</translation>
    </message>
    <message>
        <source>Last 24 hours</source>
        <translation>Letzte 24 Stunden</translation>
    </message>
    <message>
        <source>Last 2 days</source>
        <translation>Letzte 2 Tage</translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation>Letzte 7 Tage</translation>
    </message>
    <message>
        <source>Last 30 days</source>
        <translation>Letzte 30 Tage</translation>
    </message>
    <message>
        <source>Last 90 days</source>
        <translation>Letzte 90 Tage</translation>
    </message>
    <message>
        <source>Last 6 months</source>
        <translation>Letzte 6 Monate</translation>
    </message>
    <message>
        <source>Last 1 year</source>
        <translation>Letztes Jahr</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>Gestern</translation>
    </message>
    <message>
        <source>This week</source>
        <translation>Diese Woche</translation>
    </message>
    <message>
        <source>Previous week</source>
        <translation>Vorige Woche</translation>
    </message>
    <message>
        <source>This month</source>
        <translation>Dieser Monat</translation>
    </message>
    <message>
        <source>Previous month</source>
        <translation>Voriger Monat</translation>
    </message>
    <message>
        <source>This year</source>
        <translation>Dieses Jahr</translation>
    </message>
    <message>
        <source>Previous year</source>
        <translation>Voriges Jahr</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 h</translation>
    </message>
    <message>
        <source>%1 d</source>
        <translation>%1 d</translation>
    </message>
    <message>
        <source>Last %1</source>
        <translation>Letzte %1</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 bis %2</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>Auto</source>
        <translation>Auto</translation>
    </message>
    <message>
        <source>the range ends before it starts</source>
        <translation>der Zeitraum endet vor seinem Anfang</translation>
    </message>
</context>
<context>
    <name>nocturne::panels::VariableModel</name>
    <message>
        <source>all</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>no prefix</source>
        <translation>kein Präfix</translation>
    </message>
</context>
<context>
    <name>nocturne::ui::AlertDetail</name>
    <message>
        <source>Pending for %1</source>
        <translation>Ausstehend seit %1</translation>
    </message>
    <message>
        <source>Firing for %1</source>
        <translation>Löst aus seit %1</translation>
    </message>
    <message>
        <source>Resolved %1</source>
        <translation>Beendet %1</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>%1, until %2</source>
        <translation>%1, bis %2</translation>
    </message>
    <message>
        <source>rule group %1 of %2</source>
        <translation>Regelgruppe %1 aus %2</translation>
    </message>
</context>
<context>
    <name>nocturne::ui::AlertListModel</name>
    <message>
        <source>unverified since %1</source>
        <translation>ungeprüft seit %1</translation>
    </message>
    <message>
        <source>pending %1 of %2</source>
        <translation>ausstehend %1 von %2</translation>
    </message>
    <message>
        <source>%1, threshold %2</source>
        <translation>%1, Schwelle %2</translation>
    </message>
    <message>
        <source>muted by %1</source>
        <translation>stumm wegen %1</translation>
    </message>
    <message>
        <source>silenced by %1 until %2</source>
        <translation>von %1 stummgeschaltet bis %2</translation>
    </message>
    <message>
        <source>in downtime until %1</source>
        <translation>in Wartung bis %1</translation>
    </message>
    <message>
        <source>put off by %1 until %2</source>
        <translation>von %1 zurückgestellt bis %2</translation>
    </message>
    <message numerus="yes">
        <source>mutes %1 of %n alert(s)</source>
        <translation>
            <numerusform>stummt %1 von %n Alarm</numerusform>
            <numerusform>stummt %1 von %n Alarmen</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 knows of it</source>
        <translation>%1 weiß davon</translation>
    </message>
    <message>
        <source>telling %1</source>
        <translation>%1 wird benachrichtigt</translation>
    </message>
    <message>
        <source>%1 does not know of it: %2</source>
        <translation>%1 weiß nichts davon: %2</translation>
    </message>
    <message>
        <source>silenced by %1 in %2 until %3</source>
        <translation>von %1 in %2 stummgeschaltet bis %3</translation>
    </message>
    <message>
        <source>taken by %1 in %2</source>
        <translation>übernommen von %1 in %2</translation>
    </message>
    <message>
        <source>taken %1</source>
        <translation>übernommen %1</translation>
    </message>
    <message>
        <source>%1, ends in %2</source>
        <translation>%1, endet in %2</translation>
    </message>
    <message>
        <source>taken in %1</source>
        <translation>übernommen in %1</translation>
    </message>
</context>
<context>
    <name>nocturne::ui::LogHistogramModel</name>
    <message>
        <source>%1 to %2: errors %3, warnings %4, all %5</source>
        <translation>%1 bis %2: Fehler %3, Warnungen %4, alle %5</translation>
    </message>
    <message>
        <source>1 hour</source>
        <translation>1 Stunde</translation>
    </message>
    <message>
        <source>6 hours</source>
        <translation>6 Stunden</translation>
    </message>
    <message>
        <source>24 hours</source>
        <translation>24 Stunden</translation>
    </message>
    <message>
        <source>7 days</source>
        <translation>7 Tage</translation>
    </message>
    <message>
        <source>30 days</source>
        <translation>30 Tage</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 bis %2</translation>
    </message>
    <message>
        <source>at most %1 in %2</source>
        <translation>höchstens %1 in %2</translation>
    </message>
    <message>
        <source>records %1, errors %2</source>
        <translation>Einträge %1, Fehler %2</translation>
    </message>
    <message>
        <source>%1 or more</source>
        <translation>%1 oder mehr</translation>
    </message>
</context>
<context>
    <name>nocturne::ui::LogListModel</name>
    <message>
        <source>all</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>there is no data source %1: name it under datasources in nocturne.yml</source>
        <translation>es gibt keine Datenquelle %1: in nocturne.yml unter datasources nennen</translation>
    </message>
    <message>
        <source>%1 is blind since %2: %3</source>
        <translation>%1 ist blind seit %2: %3</translation>
    </message>
    <message numerus="yes">
        <source>%n entries were left out by the server</source>
        <translation>
            <numerusform>%n Eintrag hat der Server ausgelassen</numerusform>
            <numerusform>%n Einträge hat der Server ausgelassen</numerusform>
        </translation>
    </message>
    <message>
        <source>this Nocturne</source>
        <translation>dieses Nocturne</translation>
    </message>
</context>
<context>
    <name>nocturne::ui::Session</name>
    <message>
        <source>Page</source>
        <translation>Seite</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Überblick</translation>
    </message>
    <message>
        <source>Dashboards</source>
        <translation>Dashboards</translation>
    </message>
    <message>
        <source>Explore</source>
        <translation>Erkunden</translation>
    </message>
    <message>
        <source>Alerts</source>
        <translation>Alarme</translation>
    </message>
    <message>
        <source>Targets</source>
        <translation>Ziele</translation>
    </message>
    <message>
        <source>Logs</source>
        <translation>Protokolle</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>Aktion</translation>
    </message>
    <message>
        <source>Search or run a command</source>
        <translation>Suchen oder Befehl ausführen</translation>
    </message>
    <message>
        <source>Ask all sources now</source>
        <translation>Alle Quellen jetzt abfragen</translation>
    </message>
    <message>
        <source>Show keyboard shortcuts</source>
        <translation>Tastenkürzel zeigen</translation>
    </message>
    <message>
        <source>Wall display on or off</source>
        <translation>Wandanzeige ein oder aus</translation>
    </message>
    <message>
        <source>Full screen on or off</source>
        <translation>Vollbild ein oder aus</translation>
    </message>
    <message>
        <source>Fold or unfold the navigation</source>
        <translation>Navigation ein- oder aufklappen</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>Night theme</source>
        <translation>Nachtfarben</translation>
    </message>
    <message>
        <source>Day theme</source>
        <translation>Tagfarben</translation>
    </message>
    <message>
        <source>High contrast, dark</source>
        <translation>Hoher Kontrast, dunkel</translation>
    </message>
    <message>
        <source>High contrast, light</source>
        <translation>Hoher Kontrast, hell</translation>
    </message>
    <message>
        <source>Theme of the system</source>
        <translation>Farben des Systems</translation>
    </message>
    <message>
        <source>Open dashboard: %1</source>
        <translation>Dashboard öffnen: %1</translation>
    </message>
    <message>
        <source>Dashboard</source>
        <translation>Dashboard</translation>
    </message>
    <message>
        <source>Inspect the queries of this panel</source>
        <translation>Abfragen dieser Tafel untersuchen</translation>
    </message>
    <message>
        <source>Warnings about the query of this panel</source>
        <translation>Warnungen zur Abfrage dieser Tafel</translation>
    </message>
    <message>
        <source>My acknowledgements</source>
        <translation>Was ich übernommen habe</translation>
    </message>
    <message>
        <source>Silences</source>
        <translation>Stummschaltungen</translation>
    </message>
    <message>
        <source>Open pack: %1</source>
        <translation>Paket öffnen: %1</translation>
    </message>
    <message>
        <source>Pack</source>
        <translation>Paket</translation>
    </message>
    <message>
        <source>Add the rules of pack: %1</source>
        <translation>Regeln des Pakets hinzufügen: %1</translation>
    </message>
    <message>
        <source>Alert on this panel</source>
        <translation>Auf diese Kachel Alarm schlagen</translation>
    </message>
    <message>
        <source>New alert rule</source>
        <translation>Neue Alarmregel</translation>
    </message>
    <message>
        <source>Alert rules</source>
        <translation>Alarmregeln</translation>
    </message>
    <message>
        <source>Notifications of the desktop and sound</source>
        <translation>Benachrichtigungen der Arbeitsfläche und Ton</translation>
    </message>
    <message>
        <source>Receivers, and what became of messages</source>
        <translation>Empfänger, und was aus Nachrichten wurde</translation>
    </message>
    <message>
        <source>Mute sound for 1 h, or end that</source>
        <translation>Ton 1 Std. stumm, oder das beenden</translation>
    </message>
    <message>
        <source>Downtimes</source>
        <translation>Wartungen</translation>
    </message>
    <message>
        <source>Plan a downtime</source>
        <translation>Eine Wartung planen</translation>
    </message>
    <message>
        <source>History of alerts</source>
        <translation>Verlauf der Alarme</translation>
    </message>
    <message>
        <source>%1 is watched from now on</source>
        <translation>%1 wird von jetzt an beobachtet</translation>
    </message>
    <message>
        <source>Nothing was found on this computer that is not watched already</source>
        <translation>Auf diesem Rechner wurde nichts gefunden, was nicht schon beobachtet wird</translation>
    </message>
    <message>
        <source>Paste: an address, a curl line, rules, PromQL, logs</source>
        <translation>Einfügen: Adresse, curl-Zeile, Regeln, PromQL, Logs</translation>
    </message>
    <message>
        <source>Add a source</source>
        <translation>Quelle hinzufügen</translation>
    </message>
    <message>
        <source>Look around this computer for what could be watched</source>
        <translation>Auf diesem Rechner nach Beobachtbarem umsehen</translation>
    </message>
</context>
<context>
    <name>nocturne::ui::SourceListModel</name>
    <message>
        <source>This computer</source>
        <translation>Dieser Rechner</translation>
    </message>
    <message>
        <source>Scrape</source>
        <translation>Abruf</translation>
    </message>
    <message>
        <source>Alertmanager</source>
        <translation>Alertmanager</translation>
    </message>
    <message>
        <source>Custom metrics</source>
        <translation>Eigene Messwerte</translation>
    </message>
    <message>
        <source>Health check</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>Stream</source>
        <translation>Datenstrom</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>Degraded</source>
        <translation>Beeinträchtigt</translation>
    </message>
    <message>
        <source>Down</source>
        <translation>Ausgefallen</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>Query engine</source>
        <translation>Abfrage-Server</translation>
    </message>
    <message>
        <source>Unreachable</source>
        <translation>Nicht erreichbar</translation>
    </message>
    <message>
        <source>Maintenance</source>
        <translation>Wartung</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>Unbekannt</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 h</translation>
    </message>
    <message>
        <source>%1 d</source>
        <translation>%1 d</translation>
    </message>
    <message>
        <source>%1: %2 %</source>
        <translation>%1: %2 %</translation>
    </message>
    <message>
        <source>%1: %2 % of %3</source>
        <translation>%1: %2 % von %3</translation>
    </message>
    <message>
        <source>Group of checks</source>
        <translation>Gruppe von Prüfungen</translation>
    </message>
</context>
<context>
    <name>nocturne::ui::Theme</name>
    <message>
        <source>OK</source>
        <translation>OK</translation>
    </message>
    <message>
        <source>Info</source>
        <translation>Info</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>Unbekannt</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Critical</source>
        <translation>Kritisch</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
</context>
<context>
    <name>Dashboards</name>
    <message>
        <source>API gateway</source>
        <translation>API-Gateway</translation>
    </message>
    <message>
        <source>Requests, latency, statuses, endpoints and backends of an AEGIS gateway, from its stream</source>
        <translation>Anfragen, Latenz, Status, Endpunkte und Backends eines AEGIS-Gateways, aus seinem Strom</translation>
    </message>
    <message>
        <source>gateway</source>
        <translation>Gateway</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>Average latency</source>
        <translation>Mittlere Latenz</translation>
    </message>
    <message>
        <source>p95 latency</source>
        <translation>p95-Latenz</translation>
    </message>
    <message>
        <source>p99 latency</source>
        <translation>p99-Latenz</translation>
    </message>
    <message>
        <source>Error rate</source>
        <translation>Fehlerrate</translation>
    </message>
    <message>
        <source>Share of requests whose status was neither 2xx nor 3xx</source>
        <translation>Anteil der Anfragen, deren Status weder 2xx noch 3xx war</translation>
    </message>
    <message>
        <source>Active connections</source>
        <translation>Aktive Verbindungen</translation>
    </message>
    <message>
        <source>Total requests</source>
        <translation>Anfragen gesamt</translation>
    </message>
    <message>
        <source>Successful</source>
        <translation>Erfolgreich</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>Rate limited</source>
        <translation>Gedrosselt</translation>
    </message>
    <message>
        <source>Healthy backends</source>
        <translation>Gesunde Backends</translation>
    </message>
    <message>
        <source>Last message</source>
        <translation>Letzte Nachricht</translation>
    </message>
    <message>
        <source>Age of the newest value of the stream</source>
        <translation>Alter des neuesten Werts aus dem Strom</translation>
    </message>
    <message>
        <source>Request rate</source>
        <translation>Anfragerate</translation>
    </message>
    <message>
        <source>Latency percentiles</source>
        <translation>Latenz-Perzentile</translation>
    </message>
    <message>
        <source>Status classes</source>
        <translation>Statusklassen</translation>
    </message>
    <message>
        <source>Top endpoints</source>
        <translation>Meistgenutzte Endpunkte</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>Mittel</translation>
    </message>
    <message>
        <source>p95</source>
        <translation>p95</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Backends</source>
        <translation>Backends</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Circuit open</source>
        <translation>Unterbrochen</translation>
    </message>
    <message>
        <source>Response</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>Backend response</source>
        <translation>Antwort der Backends</translation>
    </message>
    <message>
        <source>Alerts</source>
        <translation>Alarme</translation>
    </message>
    <message>
        <source>Service health</source>
        <translation>Dienstzustand</translation>
    </message>
    <message>
        <source>Health checks with their components, durations and history</source>
        <translation>Zustandsprüfungen mit Komponenten, Dauer und Verlauf</translation>
    </message>
    <message>
        <source>check</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>Checks passing</source>
        <translation>Bestandene Prüfungen</translation>
    </message>
    <message>
        <source>Availability, 24 h</source>
        <translation>Verfügbarkeit, 24 h</translation>
    </message>
    <message>
        <source>Slowest check</source>
        <translation>Langsamste Prüfung</translation>
    </message>
    <message>
        <source>Checks</source>
        <translation>Prüfungen</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>24 h</source>
        <translation>24 h</translation>
    </message>
    <message>
        <source>Components</source>
        <translation>Komponenten</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>1 while the check passed, 0 while it failed</source>
        <translation>1, solange die Prüfung bestanden wurde, 0, solange nicht</translation>
    </message>
    <message>
        <source>Component history</source>
        <translation>Verlauf der Komponenten</translation>
    </message>
    <message>
        <source>1 up, 0.5 degraded, 0 down</source>
        <translation>1 in Ordnung, 0,5 eingeschränkt, 0 ausgefallen</translation>
    </message>
    <message>
        <source>Phases of requests</source>
        <translation>Phasen der Anfragen</translation>
    </message>
    <message>
        <source>Sign-ins</source>
        <translation>Anmeldungen</translation>
    </message>
    <message>
        <source>API latency</source>
        <translation>API-Latenz</translation>
    </message>
    <message>
        <source>Real-time connections</source>
        <translation>Echtzeitverbindungen</translation>
    </message>
    <message>
        <source>Maintenance, time since success</source>
        <translation>Wartung, Zeit seit dem letzten Erfolg</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>Seit</translation>
    </message>
    <message>
        <source>Connections launched</source>
        <translation>Aufgebaute Verbindungen</translation>
    </message>
    <message>
        <source>Queue drops and send failures</source>
        <translation>Verworfene und nicht gesendete Nachrichten</translation>
    </message>
    <message>
        <source>Sessions and machines</source>
        <translation>Sitzungen und Maschinen</translation>
    </message>
    <message>
        <source>WebSocket connections by scope, alive events, session cache, database and HTTP</source>
        <translation>WebSocket-Verbindungen nach Bereich, Lebenszeichen, Sitzungscache, Datenbank und HTTP</translation>
    </message>
    <message>
        <source>instance</source>
        <translation>Instanz</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>Verbindungen</translation>
    </message>
    <message>
        <source>Session alive events</source>
        <translation>Lebenszeichen der Sitzungen</translation>
    </message>
    <message>
        <source>Machine alive events</source>
        <translation>Lebenszeichen der Maschinen</translation>
    </message>
    <message>
        <source>Session cache hits</source>
        <translation>Treffer des Sitzungscaches</translation>
    </message>
    <message>
        <source>HTTP requests</source>
        <translation>HTTP-Anfragen</translation>
    </message>
    <message>
        <source>HTTP errors</source>
        <translation>HTTP-Fehler</translation>
    </message>
    <message>
        <source>WebSocket connections by scope</source>
        <translation>WebSocket-Verbindungen nach Bereich</translation>
    </message>
    <message>
        <source>Alive events</source>
        <translation>Lebenszeichen</translation>
    </message>
    <message>
        <source>WebSocket events by type</source>
        <translation>WebSocket-Ereignisse nach Art</translation>
    </message>
    <message>
        <source>HTTP latency</source>
        <translation>HTTP-Latenz</translation>
    </message>
    <message>
        <source>HTTP requests by status</source>
        <translation>HTTP-Anfragen nach Status</translation>
    </message>
    <message>
        <source>Routes</source>
        <translation>Routen</translation>
    </message>
    <message>
        <source>Session cache</source>
        <translation>Sitzungscache</translation>
    </message>
    <message>
        <source>Rate</source>
        <translation>Rate</translation>
    </message>
    <message>
        <source>Database records</source>
        <translation>Datensätze</translation>
    </message>
    <message>
        <source>Database updates skipped</source>
        <translation>Übersprungene Aktualisierungen</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>Dieser Rechner</translation>
    </message>
    <message>
        <source>Processor, memory, disks, network and processes, as node_exporter names them</source>
        <translation>Prozessor, Speicher, Datenträger, Netz und Prozesse, benannt wie in node_exporter</translation>
    </message>
    <message>
        <source>host</source>
        <translation>Rechner</translation>
    </message>
    <message>
        <source>CPU busy</source>
        <translation>CPU-Auslastung</translation>
    </message>
    <message>
        <source>Time of all cores that was not idle</source>
        <translation>Zeit aller Kerne, die nicht im Leerlauf war</translation>
    </message>
    <message>
        <source>Memory used</source>
        <translation>Belegter Speicher</translation>
    </message>
    <message>
        <source>What programs hold, without caches that can be given back</source>
        <translation>Was Programme belegen, ohne Caches, die frei werden können</translation>
    </message>
    <message>
        <source>Load, 1 min</source>
        <translation>Last, 1 min</translation>
    </message>
    <message>
        <source>Processes that run or wait for a core or a disk</source>
        <translation>Prozesse, die laufen oder auf Kern oder Datenträger warten</translation>
    </message>
    <message>
        <source>Root filesystem</source>
        <translation>Wurzeldateisystem</translation>
    </message>
    <message>
        <source>File descriptors</source>
        <translation>Dateideskriptoren</translation>
    </message>
    <message>
        <source>Up since start</source>
        <translation>Läuft seit</translation>
    </message>
    <message>
        <source>CPU by mode</source>
        <translation>CPU nach Modus</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>Network, received and sent</source>
        <translation>Netz, empfangen und gesendet</translation>
    </message>
    <message>
        <source>Disk busy</source>
        <translation>Auslastung der Datenträger</translation>
    </message>
    <message>
        <source>Busiest processes</source>
        <translation>Prozesse mit der meisten Last</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <source>Disk throughput</source>
        <translation>Durchsatz der Datenträger</translation>
    </message>
    <message>
        <source>Load</source>
        <translation>Last</translation>
    </message>
    <message>
        <source>Pressure</source>
        <translation>Druck</translation>
    </message>
    <message>
        <source>Share of time in which some process had to wait</source>
        <translation>Anteil der Zeit, in der ein Prozess warten musste</translation>
    </message>
    <message>
        <source>Filesystems</source>
        <translation>Dateisysteme</translation>
    </message>
    <message>
        <source>Used</source>
        <translation>Belegt</translation>
    </message>
    <message>
        <source>Free</source>
        <translation>Frei</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Log, warning and above</source>
        <translation>Log, ab Warnung</translation>
    </message>
    <message>
        <source>WebSocket service</source>
        <translation>WebSocket-Dienst</translation>
    </message>
    <message>
        <source>Connections, events, latency and errors of a WebSocket service, and the process beneath it</source>
        <translation>Verbindungen, Ereignisse, Latenz und Fehler eines WebSocket-Dienstes und sein Prozess</translation>
    </message>
    <message>
        <source>P95 event latency</source>
        <translation>P95-Latenz der Ereignisse</translation>
    </message>
    <message>
        <source>Connection rate</source>
        <translation>Verbindungsrate</translation>
    </message>
    <message>
        <source>Event throughput</source>
        <translation>Ereignisdurchsatz</translation>
    </message>
    <message>
        <source>Instances</source>
        <translation>Instanzen</translation>
    </message>
    <message>
        <source>Average connection duration</source>
        <translation>Mittlere Verbindungsdauer</translation>
    </message>
    <message>
        <source>Latency, all events</source>
        <translation>Latenz, alle Ereignisse</translation>
    </message>
    <message>
        <source>Initial state, p90</source>
        <translation>Anfangszustand, p90</translation>
    </message>
    <message>
        <source>Events received</source>
        <translation>Empfangene Ereignisse</translation>
    </message>
    <message>
        <source>Latency distribution</source>
        <translation>Latenzverteilung</translation>
    </message>
    <message>
        <source>Events of the last five minutes that took at most so long</source>
        <translation>Ereignisse der letzten fünf Minuten, die höchstens so lange dauerten</translation>
    </message>
    <message>
        <source>Node.js processor</source>
        <translation>Node.js: Prozessor</translation>
    </message>
    <message>
        <source>Node.js memory</source>
        <translation>Node.js: Speicher</translation>
    </message>
    <message>
        <source>Event loop lag</source>
        <translation>Verzug der Ereignisschleife</translation>
    </message>
    <message>
        <source>Handles and descriptors</source>
        <translation>Handles und Deskriptoren</translation>
    </message>
    <message>
        <source>Shares of all requests</source>
        <translation>Anteile an allen Anfragen</translation>
    </message>
    <message>
        <source>Backends over time</source>
        <translation>Backends im Verlauf</translation>
    </message>
    <message>
        <source>Burstlet</source>
        <translation>Burstlet</translation>
    </message>
    <message>
        <source>System, application, health checks, alerts and log of the Burstlet monitoring module</source>
        <translation>System, Anwendung, Prüfungen, Alarme und Protokoll des Überwachungsmoduls von Burstlet</translation>
    </message>
    <message>
        <source>Disk used</source>
        <translation>Platte belegt</translation>
    </message>
    <message>
        <source>Active users</source>
        <translation>Aktive Benutzer</translation>
    </message>
    <message>
        <source>Active sessions</source>
        <translation>Aktive Sitzungen</translation>
    </message>
    <message>
        <source>CPU and load</source>
        <translation>CPU und Last</translation>
    </message>
    <message>
        <source>Response times</source>
        <translation>Antwortzeiten</translation>
    </message>
    <message>
        <source>Requests by status</source>
        <translation>Anfragen nach Status</translation>
    </message>
    <message>
        <source>Errors by type</source>
        <translation>Fehler nach Art</translation>
    </message>
    <message>
        <source>Endpoints</source>
        <translation>Endpunkte</translation>
    </message>
    <message>
        <source>Health checks</source>
        <translation>Prüfungen</translation>
    </message>
    <message>
        <source>Active alerts</source>
        <translation>Aktive Alarme</translation>
    </message>
    <message>
        <source>Log entries by level</source>
        <translation>Protokolleinträge nach Stufe</translation>
    </message>
    <message>
        <source>Platform</source>
        <translation>Plattform</translation>
    </message>
    <message>
        <source>Sign-ins, permissions, API, vault, realtime hub, maintenance and connections of a platform with the monitoring plan</source>
        <translation>Anmeldungen, Berechtigungen, API, Tresor, Echtzeit-Verteiler, Wartung und Verbindungen einer Plattform mit dem Überwachungsplan</translation>
    </message>
    <message>
        <source>prefix</source>
        <translation>Präfix</translation>
    </message>
    <message>
        <source>Sign-in failures</source>
        <translation>Fehlgeschlagene Anmeldungen</translation>
    </message>
    <message>
        <source>API latency, p95</source>
        <translation>API-Latenz, p95</translation>
    </message>
    <message>
        <source>Oldest success of a job</source>
        <translation>Ältester Erfolg eines Auftrags</translation>
    </message>
    <message>
        <source>Permission checks</source>
        <translation>Berechtigungsprüfungen</translation>
    </message>
    <message>
        <source>Vault operations</source>
        <translation>Tresor-Operationen</translation>
    </message>
    <message>
        <source>API requests by status</source>
        <translation>API-Anfragen nach Status</translation>
    </message>
    <message>
        <source>Broadcasts by stream</source>
        <translation>Rundsendungen nach Strom</translation>
    </message>
    <message>
        <source>Subscriptions</source>
        <translation>Abonnements</translation>
    </message>
    <message>
        <source>Maintenance</source>
        <translation>Wartung</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>Läufe</translation>
    </message>
    <message>
        <source>Duration of maintenance</source>
        <translation>Dauer der Wartung</translation>
    </message>
    <message>
        <source>Launches that failed</source>
        <translation>Fehlgeschlagene Starts</translation>
    </message>
    <message>
        <source>Active connections by protocol</source>
        <translation>Aktive Verbindungen nach Protokoll</translation>
    </message>
    <message>
        <source>Session duration</source>
        <translation>Sitzungsdauer</translation>
    </message>
    <message>
        <source>Process</source>
        <translation>Prozess</translation>
    </message>
    <message>
        <source>Prometheus</source>
        <translation>Prometheus</translation>
    </message>
    <message>
        <source>Samples, series, queries, rules and notifications of a Prometheus server</source>
        <translation>Messwerte, Reihen, Abfragen, Regeln und Benachrichtigungen eines Prometheus-Servers</translation>
    </message>
    <message>
        <source>Series</source>
        <translation>Reihen</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>Messwerte</translation>
    </message>
    <message>
        <source>Rule failures</source>
        <translation>Fehlgeschlagene Regeln</translation>
    </message>
    <message>
        <source>Notifications dropped</source>
        <translation>Verworfene Benachrichtigungen</translation>
    </message>
    <message>
        <source>Configuration reloaded</source>
        <translation>Konfiguration neu gelesen</translation>
    </message>
    <message>
        <source>1 when the last reload was taken</source>
        <translation>1, wenn die letzte Konfiguration angenommen wurde</translation>
    </message>
    <message>
        <source>Samples taken in</source>
        <translation>Aufgenommene Messwerte</translation>
    </message>
    <message>
        <source>Series and chunks</source>
        <translation>Reihen und Blöcke</translation>
    </message>
    <message>
        <source>Query time, p90</source>
        <translation>Abfragedauer, p90</translation>
    </message>
    <message>
        <source>Scrape pools</source>
        <translation>Abfragegruppen</translation>
    </message>
    <message>
        <source>Targets</source>
        <translation>Ziele</translation>
    </message>
    <message>
        <source>limit of records</source>
        <translation>Grenze der Datensätze</translation>
    </message>
    <message>
        <source>Cache hits by operation</source>
        <translation>Cache-Treffer nach Operation</translation>
    </message>
    <message>
        <source>HTTP errors by class</source>
        <translation>HTTP-Fehler nach Klasse</translation>
    </message>
    <message>
        <source>Apdex</source>
        <translation>Apdex</translation>
    </message>
    <message>
        <source>1 when every request took at most 0.1 s; up to 0.5 s counts half</source>
        <translation>1, wenn jede Anfrage höchstens 0,1 s dauerte; bis 0,5 s zählt halb</translation>
    </message>
    <message>
        <source>HTTP latency distribution</source>
        <translation>Verteilung der HTTP-Latenz</translation>
    </message>
    <message>
        <source>Requests of the last five minutes that took at most so long</source>
        <translation>Anfragen der letzten fünf Minuten, die höchstens so lange dauerten</translation>
    </message>
    <message>
        <source>Growth of the tables</source>
        <translation>Wachstum der Tabellen</translation>
    </message>
    <message>
        <source>By the growth of the last hour; the limit is a variable of the dashboard</source>
        <translation>Nach dem Wachstum der letzten Stunde; die Grenze ist eine Variable der Ansicht</translation>
    </message>
    <message>
        <source>Records</source>
        <translation>Datensätze</translation>
    </message>
    <message>
        <source>a day</source>
        <translation>am Tag</translation>
    </message>
    <message>
        <source>Days to limit</source>
        <translation>Tage bis zur Grenze</translation>
    </message>
    <message>
        <source>Connections and disconnections</source>
        <translation>Auf- und Abbau von Verbindungen</translation>
    </message>
    <message>
        <source>Compared with a week ago</source>
        <translation>Verglichen mit der Vorwoche</translation>
    </message>
    <message>
        <source>Errors of what was received</source>
        <translation>Fehler unter dem Empfangenen</translation>
    </message>
    <message>
        <source>Connection duration</source>
        <translation>Verbindungsdauer</translation>
    </message>
    <message>
        <source>Connections shorter than 5 s</source>
        <translation>Verbindungen unter 5 s</translation>
    </message>
    <message>
        <source>Durations of connections</source>
        <translation>Dauern der Verbindungen</translation>
    </message>
    <message>
        <source>Connections of the last five minutes that lasted at most so long</source>
        <translation>Verbindungen der letzten fünf Minuten, die höchstens so lange bestanden</translation>
    </message>
    <message>
        <source>Heartbeat round trip</source>
        <translation>Umlaufzeit des Herzschlags</translation>
    </message>
    <message>
        <source>Not measured by the service yet: its heartbeat goes one way</source>
        <translation>Vom Dienst noch nicht gemessen: sein Herzschlag geht nur in eine Richtung</translation>
    </message>
    <message>
        <source>Initial state, distribution</source>
        <translation>Anfangszustand, Verteilung</translation>
    </message>
    <message>
        <source>Initial states of the last five minutes that took at most so long</source>
        <translation>Anfangszustände der letzten fünf Minuten, die höchstens so lange dauerten</translation>
    </message>
    <message>
        <source>node_exporter</source>
        <translation>node_exporter</translation>
    </message>
</context>
<context>
    <name>QueryInspectorSheet</name>
    <message>
        <source>Query inspector</source>
        <translation>Abfragen untersuchen</translation>
    </message>
    <message>
        <source>Query inspector: %1</source>
        <translation>Abfragen untersuchen: %1</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>Erneut fragen</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>Schließen (Esc)</translation>
    </message>
    <message>
        <source>Expression</source>
        <translation>Ausdruck</translation>
    </message>
    <message>
        <source>Copy PromQL</source>
        <translation>PromQL kopieren</translation>
    </message>
    <message>
        <source>The expression on one line</source>
        <translation>Der Ausdruck in einer Zeile</translation>
    </message>
    <message>
        <source>Copy command</source>
        <translation>Befehl kopieren</translation>
    </message>
    <message>
        <source>Copy answer</source>
        <translation>Antwort kopieren</translation>
    </message>
    <message>
        <source>All samples as CSV</source>
        <translation>Alle Messwerte als CSV</translation>
    </message>
    <message>
        <source>Evaluated in</source>
        <translation>Ausgewertet in</translation>
    </message>
    <message>
        <source>waited %1</source>
        <translation>%1 gewartet</translation>
    </message>
    <message>
        <source>Series read</source>
        <translation>Gelesene Reihen</translation>
    </message>
    <message>
        <source>Samples read</source>
        <translation>Gelesene Messwerte</translation>
    </message>
    <message>
        <source>Most held at once</source>
        <translation>Höchstens gehalten</translation>
    </message>
    <message>
        <source>Samples answered</source>
        <translation>Messwerte der Antwort</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Kosten</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>The answer is empty</source>
        <translation>Die Antwort ist leer</translation>
    </message>
    <message>
        <source>The cost of the parts is not known</source>
        <translation>Die Kosten der Teile sind nicht bekannt</translation>
    </message>
    <message>
        <source>Nothing matches at this time, or every value was filtered away</source>
        <translation>Nichts passt zu dieser Zeit, oder jeder Wert wurde ausgefiltert</translation>
    </message>
    <message>
        <source>This data source answers, but does not tell what it did</source>
        <translation>Diese Datenquelle antwortet, sagt aber nicht, was sie getan hat</translation>
    </message>
    <message>
        <source>Waiting for the queries before it</source>
        <translation>Wartet auf die Abfragen davor</translation>
    </message>
    <message>
        <source>Asking</source>
        <translation>Wird gefragt</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <source>This panel asks for nothing</source>
        <translation>Diese Tafel fragt nichts ab</translation>
    </message>
    <message>
        <source>This could not be read</source>
        <translation>Das konnte nicht gelesen werden</translation>
    </message>
</context>
<context>
    <name>QueryNoteList</name>
    <message>
        <source>Warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>Info</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>QueryNotesMark</name>
    <message numerus="yes">
        <source>%n warning(s)</source>
        <translation>
            <numerusform>%n Warnung</numerusform>
            <numerusform>%n Warnungen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n info(s)</source>
        <translation>
            <numerusform>%n Hinweis</numerusform>
            <numerusform>%n Hinweise</numerusform>
        </translation>
    </message>
    <message>
        <source>About the query: %1</source>
        <translation>Zur Abfrage: %1</translation>
    </message>
    <message>
        <source>%1 about the query (w)</source>
        <translation>%1 zur Abfrage (w)</translation>
    </message>
</context>
<context>
    <name>QuerySamples</name>
    <message>
        <source>Samples of the answer</source>
        <translation>Messwerte der Antwort</translation>
    </message>
    <message>
        <source>Series</source>
        <translation>Reihe</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>The first %1 samples of %2; the CSV has all</source>
        <translation>Die ersten %1 von %2 Messwerten; die CSV-Datei hat alle</translation>
    </message>
</context>
<context>
    <name>QueryTree</name>
    <message>
        <source>Cost of the parts of the expression</source>
        <translation>Kosten der Teile des Ausdrucks</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>Teil</translation>
    </message>
    <message>
        <source>Series</source>
        <translation>Reihe</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>Messwerte</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>own</source>
        <translation>eigene</translation>
    </message>
    <message>
        <source>with its parts</source>
        <translation>mit Teilen</translation>
    </message>
</context>
<context>
    <name>Reasons</name>
    <message>
        <source>invalid request</source>
        <translation>ungültige Anfrage</translation>
    </message>
    <message>
        <source>name not found</source>
        <translation>Name unbekannt</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>abgelehnt</translation>
    </message>
    <message>
        <source>unreachable</source>
        <translation>nicht erreichbar</translation>
    </message>
    <message>
        <source>proxy failed</source>
        <translation>Proxy gescheitert</translation>
    </message>
    <message>
        <source>timed out</source>
        <translation>Zeit abgelaufen</translation>
    </message>
    <message>
        <source>TLS failed</source>
        <translation>TLS gescheitert</translation>
    </message>
    <message>
        <source>connection reset</source>
        <translation>Verbindung abgebrochen</translation>
    </message>
    <message>
        <source>answer cut off</source>
        <translation>Antwort abgeschnitten</translation>
    </message>
    <message>
        <source>answer too large</source>
        <translation>Antwort zu groß</translation>
    </message>
    <message>
        <source>unknown encoding</source>
        <translation>Kodierung unbekannt</translation>
    </message>
    <message>
        <source>too many redirects</source>
        <translation>zu viele Umleitungen</translation>
    </message>
    <message>
        <source>redirected</source>
        <translation>umgeleitet</translation>
    </message>
    <message>
        <source>protocol broken</source>
        <translation>Protokoll verletzt</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>abgebrochen</translation>
    </message>
    <message>
        <source>internal error</source>
        <translation>interner Fehler</translation>
    </message>
    <message>
        <source>not authorised</source>
        <translation>nicht berechtigt</translation>
    </message>
    <message>
        <source>not found</source>
        <translation>nicht gefunden</translation>
    </message>
    <message>
        <source>rate limited</source>
        <translation>gedrosselt</translation>
    </message>
    <message>
        <source>request rejected</source>
        <translation>Anfrage zurückgewiesen</translation>
    </message>
    <message>
        <source>server error</source>
        <translation>Serverfehler</translation>
    </message>
    <message>
        <source>unreadable answer</source>
        <translation>Antwort unlesbar</translation>
    </message>
    <message>
        <source>unexpected answer</source>
        <translation>Antwort unerwartet</translation>
    </message>
    <message>
        <source>unexpected status</source>
        <translation>Status unerwartet</translation>
    </message>
    <message>
        <source>not ready</source>
        <translation>nicht bereit</translation>
    </message>
    <message>
        <source>degraded</source>
        <translation>eingeschränkt</translation>
    </message>
    <message>
        <source>limit exceeded</source>
        <translation>Grenze überschritten</translation>
    </message>
    <message>
        <source>disabled</source>
        <translation>abgeschaltet</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>geschlossen</translation>
    </message>
    <message>
        <source>handshake failed</source>
        <translation>Handschlag gescheitert</translation>
    </message>
    <message>
        <source>too many connections</source>
        <translation>zu viele Verbindungen</translation>
    </message>
    <message>
        <source>no sign of life</source>
        <translation>kein Lebenszeichen</translation>
    </message>
    <message>
        <source>no data</source>
        <translation>keine Daten</translation>
    </message>
    <message>
        <source>incomplete</source>
        <translation>unvollständig</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>not stored</source>
        <translation>nicht gespeichert</translation>
    </message>
    <message>
        <source>certificate ends soon</source>
        <translation>Zertifikat endet bald</translation>
    </message>
    <message>
        <source>threshold reached</source>
        <translation>Schwelle erreicht</translation>
    </message>
    <message>
        <source>query failed</source>
        <translation>Abfrage gescheitert</translation>
    </message>
    <message>
        <source>not permitted</source>
        <translation>nicht erlaubt</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>critical</source>
        <translation>kritisch</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>what it depends on is down</source>
        <translation>abhängig von etwas Ausgefallenem</translation>
    </message>
    <message>
        <source>is up, and should not be</source>
        <translation>läuft, und soll nicht laufen</translation>
    </message>
    <message>
        <source>never heard of</source>
        <translation>nie gemeldet</translation>
    </message>
    <message>
        <source>no TLS offered</source>
        <translation>kein TLS angeboten</translation>
    </message>
</context>
<context>
    <name>StoreBanner</name>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Fold</source>
        <translation>Zuklappen</translation>
    </message>
    <message>
        <source>What was lost</source>
        <translation>Was verloren ging</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Ausblenden</translation>
    </message>
    <message numerus="yes">
        <source>and %n more; nocturnectl storage verify names all</source>
        <translation>
            <numerusform>und %n weiterer; nocturnectl storage verify nennt alle</numerusform>
            <numerusform>und %n weitere; nocturnectl storage verify nennt alle</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nocturne::panels::QueryInspector</name>
    <message>
        <source>%1, over time</source>
        <translation>%1, im Verlauf</translation>
    </message>
    <message>
        <source>%1, newest</source>
        <translation>%1, neueste</translation>
    </message>
    <message>
        <source>at %1</source>
        <translation>um %1</translation>
    </message>
    <message>
        <source>%1 to %2, each %3</source>
        <translation>%1 bis %2, alle %3</translation>
    </message>
    <message>
        <source>%1 values, about %2</source>
        <translation>%1 Werte, etwa %2</translation>
    </message>
    <message>
        <source>PromQL copied</source>
        <translation>PromQL kopiert</translation>
    </message>
    <message>
        <source>Command copied: put a file in the place of FILE</source>
        <translation>Befehl kopiert: an die Stelle von FILE kommt eine Datei</translation>
    </message>
    <message>
        <source>Answer copied as CSV</source>
        <translation>Antwort als CSV kopiert</translation>
    </message>
    <message>
        <source>Command copied</source>
        <translation>Befehl kopiert</translation>
    </message>
</context>
<context>
    <name>nocturne::panels::QueryNodeModel</name>
    <message>
        <source>level %1: %2, %3 series, %4 samples, %5</source>
        <translation>Ebene %1: %2, %3 Reihen, %4 Messwerte, %5</translation>
    </message>
</context>
<context>
    <name>nocturne::panels::QueryNoteModel</name>
    <message>
        <source>line %1, column %2</source>
        <translation>Zeile %1, Spalte %2</translation>
    </message>
</context>
<context>
    <name>nocturne::ui::StoreNotices</name>
    <message>
        <source>The configuration file is not in force</source>
        <translation>Die Konfigurationsdatei gilt nicht</translation>
    </message>
    <message>
        <source>The one of before goes on: %1</source>
        <translation>Die bisherige gilt weiter: %1</translation>
    </message>
    <message>
        <source>Part of the configuration waits for the next start</source>
        <translation>Ein Teil der Konfiguration wartet auf den nächsten Start</translation>
    </message>
    <message>
        <source>Changed and not in force yet: %1.</source>
        <translation>Geändert und noch nicht in Kraft: %1.</translation>
    </message>
    <message>
        <source>The clock was set</source>
        <translation>Die Uhr wurde gestellt</translation>
    </message>
    <message>
        <source>For a day nothing is dropped for its age, in case the old time was the right one.</source>
        <translation>Einen Tag lang wird nichts seines Alters wegen gelöscht, falls die alte Zeit die richtige war.</translation>
    </message>
    <message>
        <source>Opened to look at</source>
        <translation>Nur zum Ansehen geöffnet</translation>
    </message>
    <message>
        <source>Nothing new is taken in; %1 is not changed.</source>
        <translation>Nichts Neues wird aufgenommen; %1 bleibt unverändert.</translation>
    </message>
    <message>
        <source>The disk is filling</source>
        <translation>Die Platte füllt sich</translation>
    </message>
    <message>
        <source>%1 are free at %2. The oldest samples are dropped before their time, but never those of the last day.</source>
        <translation>%1 sind frei in %2. Die ältesten Messwerte werden vorzeitig gelöscht, nie aber die des letzten Tages.</translation>
    </message>
    <message>
        <source>The disk is full: nothing new is saved</source>
        <translation>Die Platte ist voll: nichts Neues wird gespeichert</translation>
    </message>
    <message>
        <source>%1 are free at %2. New samples are in memory alone until there is room: free some, or lower storage.retention or storage.max_size.</source>
        <translation>%1 sind frei in %2. Neue Messwerte stehen nur im Arbeitsspeicher, bis Platz ist: Platz schaffen, oder storage.retention oder storage.max_size senken.</translation>
    </message>
    <message>
        <source>The data directory is gone: nothing new is saved</source>
        <translation>Das Datenverzeichnis ist weg: nichts Neues wird gespeichert</translation>
    </message>
    <message>
        <source>%1 is not there any more. New samples are in memory alone: mount it again, or restart Nocturne to make a new one.</source>
        <translation>%1 ist nicht mehr da. Neue Messwerte stehen nur im Arbeitsspeicher: wieder einhängen, oder Nocturne neu starten, um ein neues anzulegen.</translation>
    </message>
    <message>
        <source>The data directory cannot be written: nothing new is saved</source>
        <translation>Das Datenverzeichnis ist nicht beschreibbar: nichts Neues wird gespeichert</translation>
    </message>
    <message>
        <source>New samples are in memory alone until it can be written again. The system says: %1</source>
        <translation>Neue Messwerte stehen nur im Arbeitsspeicher, bis es wieder beschreibbar ist. Das System sagt: %1</translation>
    </message>
    <message>
        <source>range not known</source>
        <translation>Zeitraum unbekannt</translation>
    </message>
    <message numerus="yes">
        <source>%n part(s) of the history could not be read</source>
        <translation>
            <numerusform>%n Teil der Geschichte konnte nicht gelesen werden</numerusform>
            <numerusform>%n Teile der Geschichte konnten nicht gelesen werden</numerusform>
        </translation>
    </message>
    <message>
        <source>Samples from %1 may be missing; everything else is served.</source>
        <translation>Messwerte von %1 können fehlen; alles andere ist da.</translation>
    </message>
    <message>
        <source>Some samples may be missing; everything else is served.</source>
        <translation>Einige Messwerte können fehlen; alles andere ist da.</translation>
    </message>
    <message>
        <source>%1 were lost.</source>
        <translation>%1 gingen verloren.</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 bis %2</translation>
    </message>
</context>
<context>
    <name>DurationBox</name>
    <message>
        <source>it resolves</source>
        <translation>er endet</translation>
    </message>
    <message>
        <source>15 minutes</source>
        <translation>15 Minuten</translation>
    </message>
    <message>
        <source>1 hour</source>
        <translation>1 Stunde</translation>
    </message>
    <message>
        <source>4 hours</source>
        <translation>4 Stunden</translation>
    </message>
    <message>
        <source>1 day</source>
        <translation>1 Tag</translation>
    </message>
    <message>
        <source>1 week</source>
        <translation>1 Woche</translation>
    </message>
</context>
<context>
    <name>SilenceSheet</name>
    <message>
        <source>Silence</source>
        <translation>Stummschalten</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>Kommentar</translation>
    </message>
    <message>
        <source>Why nobody need hear of it</source>
        <translation>Warum niemand davon hören muss</translation>
    </message>
    <message>
        <source>This is wanted</source>
        <translation>Das ist gewollt</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Change the silence</source>
        <translation>Stummschaltung ändern</translation>
    </message>
    <message>
        <source>For</source>
        <translation>Für</translation>
    </message>
    <message>
        <source>15 min</source>
        <translation>15 min</translation>
    </message>
    <message>
        <source>1 h</source>
        <translation>1 h</translation>
    </message>
    <message>
        <source>4 h</source>
        <translation>4 h</translation>
    </message>
    <message>
        <source>1 d</source>
        <translation>1 Tag</translation>
    </message>
    <message>
        <source>1 week</source>
        <translation>1 Woche</translation>
    </message>
    <message>
        <source>until 17:30</source>
        <translation>bis 17:30</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Ändern</translation>
    </message>
    <message>
        <source>The disk is slow: it is being written. It goes on when you cancel.</source>
        <translation>Die Platte ist langsam: es wird noch geschrieben. Abbrechen hält es nicht auf.</translation>
    </message>
</context>
<context>
    <name>SnoozeSheet</name>
    <message>
        <source>Put off</source>
        <translation>Zurückstellen</translation>
    </message>
    <message>
        <source>for</source>
        <translation>für</translation>
    </message>
    <message>
        <source>For everybody, not only for me</source>
        <translation>Für alle, nicht nur für mich</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>The disk is slow: it is being written. It goes on when you cancel.</source>
        <translation>Die Platte ist langsam: es wird noch geschrieben. Abbrechen hält es nicht auf.</translation>
    </message>
</context>
<context>
    <name>AlertFilters</name>
    <message>
        <source>severity</source>
        <translation>Schwere</translation>
    </message>
    <message>
        <source>any</source>
        <translation>jede</translation>
    </message>
    <message>
        <source>owner</source>
        <translation>wer</translation>
    </message>
    <message>
        <source>anybody</source>
        <translation>jeder</translation>
    </message>
    <message>
        <source>source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>group by</source>
        <translation>gruppiert nach</translation>
    </message>
    <message>
        <source>service</source>
        <translation>Dienst</translation>
    </message>
    <message>
        <source>rule</source>
        <translation>Regel</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>nichts</translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>Filter löschen</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>The list stands still until you go on, Alt+Space</source>
        <translation>Die Liste steht still, bis Sie fortfahren, Alt+Leertaste</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>Aktiv</translation>
    </message>
    <message>
        <source>Acknowledged</source>
        <translation>Übernommen</translation>
    </message>
    <message>
        <source>Mine</source>
        <translation>Meine</translation>
    </message>
    <message>
        <source>Quiet</source>
        <translation>Stumm</translation>
    </message>
    <message>
        <source>Resolved</source>
        <translation>Beendet</translation>
    </message>
    <message>
        <source>Filter by name or label</source>
        <translation>Nach Name oder Label filtern</translation>
    </message>
</context>
<context>
    <name>ChosenBar</name>
    <message numerus="yes">
        <source>%n chosen</source>
        <translation>
            <numerusform>%n ausgewählt</numerusform>
            <numerusform>%n ausgewählt</numerusform>
        </translation>
    </message>
    <message>
        <source>All in the list</source>
        <translation>Alle der Liste</translation>
    </message>
    <message>
        <source>Acknowledge</source>
        <translation>Übernehmen</translation>
    </message>
    <message>
        <source>Put off</source>
        <translation>Zurückstellen</translation>
    </message>
    <message>
        <source>Silence</source>
        <translation>Stummschalten</translation>
    </message>
    <message>
        <source>Choose none</source>
        <translation>Keinen auswählen</translation>
    </message>
</context>
<context>
    <name>EvidenceView</name>
    <message>
        <source>The expression over time</source>
        <translation>Der Ausdruck im Lauf der Zeit</translation>
    </message>
    <message>
        <source>The expression cannot be asked for</source>
        <translation>Der Ausdruck lässt sich nicht abfragen</translation>
    </message>
    <message>
        <source>Asking for the evidence</source>
        <translation>Die Belege werden abgefragt</translation>
    </message>
    <message>
        <source>No samples of the time it fired</source>
        <translation>Keine Messwerte aus der Zeit des Alarms</translation>
    </message>
    <message>
        <source>Its source gives no expression, so there is nothing to draw</source>
        <translation>Seine Quelle nennt keinen Ausdruck, deshalb gibt es nichts zu zeichnen</translation>
    </message>
    <message>
        <source>What held when it ended</source>
        <translation>Was an seinem Ende galt</translation>
    </message>
    <message>
        <source>Why it fires</source>
        <translation>Warum er auslöst</translation>
    </message>
    <message>
        <source>What keeps it quiet</source>
        <translation>Was ihn stumm hält</translation>
    </message>
    <message>
        <source>The last times</source>
        <translation>Die letzten Male</translation>
    </message>
    <message>
        <source>Its source has not been asked since, or had no such series. The next samples appear here.</source>
        <translation>Seine Quelle wurde seither nicht gefragt oder hatte keine solche Reihe. Die nächsten Werte erscheinen hier.</translation>
    </message>
    <message>
        <source>It has not fired before, as far as the history goes</source>
        <translation>So weit der Verlauf reicht, hat er noch nie ausgelöst</translation>
    </message>
    <message>
        <source>Logs of %1 around its begin</source>
        <translation>Protokolle von %1 um seinen Beginn</translation>
    </message>
    <message>
        <source>Logs that name %1, around its start</source>
        <translation>Protokolle, die %1 nennen, um seinen Beginn</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Open them on the page of logs</source>
        <translation>Auf der Seite der Protokolle öffnen</translation>
    </message>
    <message>
        <source>Nothing was logged within five minutes of it</source>
        <translation>Fünf Minuten davor und danach wurde nichts protokolliert</translation>
    </message>
</context>
<context>
    <name>Notice</name>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>RunbookSheet</name>
    <message>
        <source>Open the runbook</source>
        <translation>Anleitung öffnen</translation>
    </message>
    <message>
        <source>The alert names this address on %1. It opens in the browser.</source>
        <translation>Der Alarm nennt diese Adresse auf %1. Sie öffnet sich im Browser.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
</context>
<context>
    <name>Shell</name>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
</context>
<context>
    <name>SilenceRow</name>
    <message>
        <source>%1, %2, %3</source>
        <translation>%1, %2, %3</translation>
    </message>
    <message>
        <source>+1 h</source>
        <translation>+1 h</translation>
    </message>
    <message>
        <source>End it an hour later</source>
        <translation>Eine Stunde später beenden</translation>
    </message>
    <message>
        <source>End now</source>
        <translation>Jetzt beenden</translation>
    </message>
    <message>
        <source>Again</source>
        <translation>Erneut</translation>
    </message>
    <message>
        <source>Make it again, for as long as it was</source>
        <translation>Erneut anlegen, so lang wie sie war</translation>
    </message>
</context>
<context>
    <name>SilencesView</name>
    <message>
        <source>The silence ends an hour later</source>
        <translation>Die Stummschaltung endet eine Stunde später</translation>
    </message>
    <message>
        <source>The silence has ended</source>
        <translation>Die Stummschaltung ist beendet</translation>
    </message>
    <message>
        <source>The silence is made again</source>
        <translation>Die Stummschaltung ist erneut angelegt</translation>
    </message>
    <message>
        <source>Silences</source>
        <translation>Stummschaltungen</translation>
    </message>
    <message>
        <source>Nothing is silenced</source>
        <translation>Nichts ist stummgeschaltet</translation>
    </message>
    <message>
        <source>A silence keeps alerts quiet that have certain labels, for a while. Their checks go on.</source>
        <translation>Eine Stummschaltung hält Alarme mit bestimmten Labels eine Weile stumm. Ihre Prüfungen gehen weiter.</translation>
    </message>
    <message>
        <source>Silence something</source>
        <translation>Etwas stummschalten</translation>
    </message>
</context>
<context>
    <name>nocturne::panels::AlertEvidence</name>
    <message>
        <source>no data</source>
        <translation>keine Daten</translation>
    </message>
    <message numerus="yes">
        <source>%1, and %n other(s)</source>
        <translation>
            <numerusform>%1, und %n weiterer</numerusform>
            <numerusform>%1, und %n weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>holds</source>
        <translation>gilt</translation>
    </message>
    <message>
        <source>does not hold</source>
        <translation>gilt nicht</translation>
    </message>
    <message>
        <source>%1, and must not</source>
        <translation>%1, und darf nicht</translation>
    </message>
    <message>
        <source>taken by %1 after %2</source>
        <translation>nach %2 von %1 übernommen</translation>
    </message>
    <message>
        <source>nobody took it</source>
        <translation>niemand hat ihn übernommen</translation>
    </message>
    <message>
        <source>for %1, %2</source>
        <translation>%1 lang, %2</translation>
    </message>
    <message>
        <source>firing for %1, %2</source>
        <translation>löst seit %1 aus, %2</translation>
    </message>
    <message>
        <source>until %1</source>
        <translation>bis %1</translation>
    </message>
    <message>
        <source>Silenced by %1</source>
        <translation>Stummgeschaltet von %1</translation>
    </message>
    <message>
        <source>Silenced by %1: %2</source>
        <translation>Stummgeschaltet von %1: %2</translation>
    </message>
    <message>
        <source>In a downtime of %1</source>
        <translation>In einer Auszeit von %1</translation>
    </message>
    <message>
        <source>In a downtime of %1: %2</source>
        <translation>In einer Auszeit von %1: %2</translation>
    </message>
    <message>
        <source>Muted by the alert %1</source>
        <translation>Stumm wegen des Alarms %1</translation>
    </message>
    <message>
        <source>%1 has it</source>
        <translation>%1 kümmert sich</translation>
    </message>
    <message>
        <source>Put off by %1, for everybody</source>
        <translation>Zurückgestellt von %1, für alle</translation>
    </message>
    <message>
        <source>Put off by %1</source>
        <translation>Zurückgestellt von %1</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Taken by %1</source>
        <translation>Übernommen von %1</translation>
    </message>
    <message>
        <source>Taken by %1: %2</source>
        <translation>Übernommen von %1: %2</translation>
    </message>
</context>
<context>
    <name>nocturne::ui::AcknowledgementWatch</name>
    <message>
        <source>%1 is yours for another %2</source>
        <translation>%1 ist noch %2 Ihrer</translation>
    </message>
</context>
<context>
    <name>nocturne::ui::SilenceForm</name>
    <message>
        <source>Write the end as 17:30 or 2026-03-14 17:30</source>
        <translation>Schreiben Sie das Ende als 17:30 oder 2026-03-14 17:30</translation>
    </message>
    <message>
        <source>The end has to be in the future</source>
        <translation>Das Ende muss in der Zukunft liegen</translation>
    </message>
    <message>
        <source>until %1</source>
        <translation>bis %1</translation>
    </message>
</context>
<context>
    <name>nocturne::ui::SilenceListModel</name>
    <message>
        <source>ends in %1</source>
        <translation>endet in %1</translation>
    </message>
    <message>
        <source>begins in %1</source>
        <translation>beginnt in %1</translation>
    </message>
    <message>
        <source>ended %1</source>
        <translation>endete %1</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>Aktiv</translation>
    </message>
    <message>
        <source>To come</source>
        <translation>Künftig</translation>
    </message>
    <message>
        <source>Over</source>
        <translation>Vorbei</translation>
    </message>
    <message numerus="yes">
        <source>mutes %n alert(s)</source>
        <translation>
            <numerusform>hält %n Alarm stumm</numerusform>
            <numerusform>hält %n Alarme stumm</numerusform>
        </translation>
    </message>
    <message>
        <source>in %1</source>
        <translation>in %1</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
</context>
<context>
    <name>PackOffer</name>
    <message>
        <source>There is a pack for what you watch: %1</source>
        <translation>Für das, was überwacht wird, gibt es ein Paket: %1</translation>
    </message>
    <message>
        <source>Add its rules</source>
        <translation>Regeln hinzufügen</translation>
    </message>
    <message>
        <source>Open its dashboard</source>
        <translation>Ansicht öffnen</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Nicht jetzt</translation>
    </message>
</context>
<context>
    <name>nocturne::panels::PackList</name>
    <message numerus="yes">
        <source>All its %n metric(s) are there.</source>
        <translation>
            <numerusform>Ihre eine Metrik ist da.</numerusform>
            <numerusform>Alle %n Metriken sind da.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of its %n metric(s) are not exposed (yet): %2</source>
        <translation>
            <numerusform>%1 von %n Metrik wird (noch) nicht angeboten: %2</numerusform>
            <numerusform>%1 von %n Metriken werden (noch) nicht angeboten: %2</numerusform>
        </translation>
    </message>
    <message>
        <source>There are no rules to add.</source>
        <translation>Es gibt keine Regeln hinzuzufügen.</translation>
    </message>
    <message>
        <source>The rules could not be written to %1: %2</source>
        <translation>Die Regeln konnten nicht nach %1 geschrieben werden: %2</translation>
    </message>
    <message>
        <source>The rules are in %1 and are evaluated from now on.</source>
        <translation>Die Regeln liegen in %1 und werden ab jetzt ausgewertet.</translation>
    </message>
</context>
<context>
    <name>RuleSheet</name>
    <message>
        <source>none</source>
        <translation>keiner</translation>
    </message>
    <message>
        <source>info</source>
        <translation>Info</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>critical</source>
        <translation>kritisch</translation>
    </message>
    <message>
        <source>Change the rule</source>
        <translation>Regel ändern</translation>
    </message>
    <message>
        <source>New alert rule</source>
        <translation>Neue Alarmregel</translation>
    </message>
    <message>
        <source>What is measured</source>
        <translation>Was gemessen wird</translation>
    </message>
    <message>
        <source>a metric, or any PromQL that gives a value</source>
        <translation>eine Metrik oder beliebiges PromQL, das einen Wert ergibt</translation>
    </message>
    <message>
        <source>Alert when it is</source>
        <translation>Alarm, wenn es</translation>
    </message>
    <message>
        <source>Comparison</source>
        <translation>Vergleich</translation>
    </message>
    <message>
        <source>threshold</source>
        <translation>Schwelle</translation>
    </message>
    <message>
        <source>and until it is back at</source>
        <translation>und bis es zurück ist bei</translation>
    </message>
    <message>
        <source>the same</source>
        <translation>derselben</translation>
    </message>
    <message>
        <source>For at least</source>
        <translation>Mindestens für</translation>
    </message>
    <message>
        <source>at once</source>
        <translation>sofort</translation>
    </message>
    <message>
        <source>Go on after it for</source>
        <translation>Danach weiter für</translation>
    </message>
    <message>
        <source>no longer</source>
        <translation>nicht länger</translation>
    </message>
    <message>
        <source>Severity</source>
        <translation>Schweregrad</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>what the alert is called</source>
        <translation>wie der Alarm heißt</translation>
    </message>
    <message>
        <source>Summary</source>
        <translation>Zusammenfassung</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Beschreibung</translation>
    </message>
    <message>
        <source>what it means, and what to do</source>
        <translation>was es bedeutet und was zu tun ist</translation>
    </message>
    <message>
        <source>Runbook</source>
        <translation>Runbook</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Labels</translation>
    </message>
    <message>
        <source>team=sea, site=north</source>
        <translation>team=meer, ort=nord</translation>
    </message>
    <message>
        <source>Nothing of this was measured in the last 7 d</source>
        <translation>In den letzten 7 d wurde davon nichts gemessen</translation>
    </message>
    <message>
        <source>What it would have done cannot be told</source>
        <translation>Was sie getan hätte, lässt sich nicht sagen</translation>
    </message>
    <message>
        <source>Looking at the last 7 d</source>
        <translation>Die letzten 7 d werden angesehen</translation>
    </message>
    <message>
        <source>What is measured, over the last 7 d</source>
        <translation>Was gemessen wird, über die letzten 7 d</translation>
    </message>
    <message>
        <source>No chart</source>
        <translation>Kein Diagramm</translation>
    </message>
    <message>
        <source>Becomes</source>
        <translation>Wird zu</translation>
    </message>
    <message>
        <source>No rules can be made here</source>
        <translation>Hier lassen sich keine Regeln anlegen</translation>
    </message>
    <message>
        <source>Written to %1</source>
        <translation>Steht in %1</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Ändern</translation>
    </message>
    <message>
        <source>Make the rule</source>
        <translation>Regel anlegen</translation>
    </message>
</context>
<context>
    <name>RulesView</name>
    <message>
        <source>Alert rules</source>
        <translation>Alarmregeln</translation>
    </message>
    <message>
        <source>written by hand</source>
        <translation>von Hand geschrieben</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Ändern</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>The rules cannot be read</source>
        <translation>Die Regeln lassen sich nicht lesen</translation>
    </message>
    <message>
        <source>No rule was made here yet</source>
        <translation>Hier wurde noch keine Regel angelegt</translation>
    </message>
    <message>
        <source>Rules of your own rule files act as well, but are not listed here</source>
        <translation>Regeln aus eigenen Regeldateien wirken auch, stehen aber nicht in dieser Liste</translation>
    </message>
    <message>
        <source>New alert rule</source>
        <translation>Neue Alarmregel</translation>
    </message>
    <message>
        <source>Remove the rule %1?</source>
        <translation>Die Regel %1 entfernen?</translation>
    </message>
    <message>
        <source>Its alerts end, and it is taken out of the file</source>
        <translation>Ihre Alarme enden, und sie wird aus der Datei genommen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>nocturne::panels::RuleForm</name>
    <message>
        <source>Say what is measured: a metric, or any expression</source>
        <translation>Angeben, was gemessen wird: eine Metrik oder ein Ausdruck</translation>
    </message>
    <message>
        <source>Give a threshold</source>
        <translation>Eine Schwelle angeben</translation>
    </message>
    <message>
        <source>The threshold has to be a number</source>
        <translation>Die Schwelle muss eine Zahl sein</translation>
    </message>
    <message>
        <source>The second threshold has to be a number</source>
        <translation>Die zweite Schwelle muss eine Zahl sein</translation>
    </message>
    <message>
        <source>A second threshold goes with &gt; &lt; &gt;= and &lt;= alone</source>
        <translation>Eine zweite Schwelle gibt es nur bei &gt; &lt; &gt;= und &lt;=</translation>
    </message>
    <message>
        <source>The alert has to end below its threshold: give a smaller number</source>
        <translation>Der Alarm muss unter seiner Schwelle enden: eine kleinere Zahl angeben</translation>
    </message>
    <message>
        <source>The alert has to end above its threshold: give a larger number</source>
        <translation>Der Alarm muss über seiner Schwelle enden: eine größere Zahl angeben</translation>
    </message>
    <message>
        <source>A duration is written as 30s, 5m or 1h30m</source>
        <translation>Eine Dauer schreibt man 30s, 5m oder 1h30m</translation>
    </message>
    <message>
        <source>The file says something else of this rule now: close this, and open it again</source>
        <translation>Die Datei sagt über diese Regel jetzt etwas anderes: schließen und neu öffnen</translation>
    </message>
    <message>
        <source>Give the rule a name</source>
        <translation>Der Regel einen Namen geben</translation>
    </message>
    <message>
        <source>Labels are written as team=sea, site=north</source>
        <translation>Labels schreibt man team=meer, ort=nord</translation>
    </message>
    <message>
        <source>would not have fired in the last %1</source>
        <translation>hätte in den letzten %1 nicht ausgelöst</translation>
    </message>
    <message numerus="yes">
        <source>%1; %n time(s) it did not last %2</source>
        <translation>
            <numerusform>%1; %n-mal hielt es nicht %2 an</numerusform>
            <numerusform>%1; %n-mal hielt es nicht %2 an</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>would have fired %n time(s) in the last %1, for %2</source>
        <translation>
            <numerusform>hätte in den letzten %1 %n-mal ausgelöst, für %2</numerusform>
            <numerusform>hätte in den letzten %1 %n-mal ausgelöst, für %2</numerusform>
        </translation>
    </message>
    <message>
        <source>only %1 of data</source>
        <translation>nur %1 Daten</translation>
    </message>
    <message>
        <source>it would fire now</source>
        <translation>jetzt würde sie auslösen</translation>
    </message>
    <message>
        <source>looked at once a minute</source>
        <translation>einmal je Minute betrachtet</translation>
    </message>
    <message numerus="yes">
        <source>%n series, %1 of them drawn</source>
        <translation>
            <numerusform>%n Reihe, davon %1 gezeichnet</numerusform>
            <numerusform>%n Reihen, davon %1 gezeichnet</numerusform>
        </translation>
    </message>
    <message>
        <source>ends at %1</source>
        <translation>endet bei %1</translation>
    </message>
</context>
<context>
    <name>nocturne::panels::RuleListModel</name>
    <message>
        <source>at once</source>
        <translation>sofort</translation>
    </message>
    <message>
        <source>records</source>
        <translation>zeichnet auf</translation>
    </message>
    <message>
        <source>for %1</source>
        <translation>für %1</translation>
    </message>
</context>
<context>
    <name>ChannelSettings</name>
    <message>
        <source>Desktop</source>
        <translation>Arbeitsfläche</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>Benachrichtigungen</translation>
    </message>
    <message>
        <source>One for each group of alerts; it goes when nobody is asked for any more</source>
        <translation>Eine für jede Gruppe von Alarmen; sie geht, wenn niemand mehr gebraucht wird</translation>
    </message>
    <message>
        <source>Show a test</source>
        <translation>Probe zeigen</translation>
    </message>
    <message>
        <source>From which severity on</source>
        <translation>Ab welchem Schweregrad</translation>
    </message>
    <message>
        <source>What is less severe is in the list alone</source>
        <translation>Was weniger schwer ist, steht nur in der Liste</translation>
    </message>
    <message>
        <source>Icon in the panel</source>
        <translation>Symbol in der Leiste</translation>
    </message>
    <message>
        <source>This desktop has no place for it</source>
        <translation>Diese Arbeitsfläche hat keinen Platz dafür</translation>
    </message>
    <message>
        <source>The worst open state as a shape, with its count</source>
        <translation>Der schlimmste offene Zustand als Form, mit seiner Anzahl</translation>
    </message>
    <message>
        <source>Go on when the window is closed</source>
        <translation>Weiterlaufen, wenn das Fenster geschlossen wird</translation>
    </message>
    <message>
        <source>Only with the icon, from which it comes back</source>
        <translation>Nur mit dem Symbol, von dem es zurückkommt</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>Ton</translation>
    </message>
    <message>
        <source>Until somebody notices: never for what is taken, silenced or put off</source>
        <translation>Bis es jemand bemerkt: nie für Übernommenes, Stummgeschaltetes oder Zurückgestelltes</translation>
    </message>
    <message>
        <source>Sound on again</source>
        <translation>Ton wieder an</translation>
    </message>
    <message>
        <source>Mute for 1 h</source>
        <translation>1 Std. stumm</translation>
    </message>
    <message>
        <source>Volume</source>
        <translation>Lautstärke</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Again after</source>
        <translation>Wieder nach</translation>
    </message>
    <message>
        <source>Once</source>
        <translation>Einmal</translation>
    </message>
    <message>
        <source>10 s</source>
        <translation>10 s</translation>
    </message>
    <message>
        <source>30 s</source>
        <translation>30 s</translation>
    </message>
    <message>
        <source>1 min</source>
        <translation>1 min</translation>
    </message>
    <message>
        <source>5 min</source>
        <translation>5 min</translation>
    </message>
    <message>
        <source>Sound of %1</source>
        <translation>Ton für %1</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keiner</translation>
    </message>
    <message>
        <source>Alarm</source>
        <translation>Alarm</translation>
    </message>
    <message>
        <source>Bell</source>
        <translation>Glocke</translation>
    </message>
    <message>
        <source>Chime</source>
        <translation>Gong</translation>
    </message>
    <message>
        <source>Tick</source>
        <translation>Klopfen</translation>
    </message>
    <message>
        <source>Play the sound of %1</source>
        <translation>Ton für %1 abspielen</translation>
    </message>
    <message>
        <source>Quiet hours</source>
        <translation>Ruhezeit</translation>
    </message>
    <message>
        <source>Quiet hours at this display</source>
        <translation>Ruhezeit an diesem Bildschirm</translation>
    </message>
    <message>
        <source>Only critical alerts are shown and heard then; receivers have their own</source>
        <translation>Dann werden nur kritische Alarme gezeigt und gehört; Empfänger haben ihre eigene</translation>
    </message>
    <message>
        <source>Quiet from</source>
        <translation>Ruhe von</translation>
    </message>
    <message>
        <source>to</source>
        <translation>bis</translation>
    </message>
    <message>
        <source>Quiet to</source>
        <translation>Ruhe bis</translation>
    </message>
</context>
<context>
    <name>DeliveryRow</name>
    <message>
        <source>%1, %2: %3</source>
        <translation>%1, %2: %3</translation>
    </message>
</context>
<context>
    <name>ReceiverSettings</name>
    <message>
        <source>Receivers</source>
        <translation>Empfänger</translation>
    </message>
    <message>
        <source>Which receiver gets this, and why</source>
        <translation>Welcher Empfänger bekommt das, und warum</translation>
    </message>
    <message>
        <source>Labels of an alert</source>
        <translation>Labels eines Alarms</translation>
    </message>
    <message>
        <source>Explain</source>
        <translation>Erklären</translation>
    </message>
    <message>
        <source>A dry run of a receiver above takes these labels, too</source>
        <translation>Auch ein Probelauf eines Empfängers oben nimmt diese Labels</translation>
    </message>
    <message>
        <source>Waiting for an answer</source>
        <translation>Warte auf Antwort</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Nachrichten</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Waiting or failed</source>
        <translation>Wartend oder fehlgeschlagen</translation>
    </message>
    <message>
        <source>Try again now</source>
        <translation>Jetzt wieder versuchen</translation>
    </message>
    <message>
        <source>Nothing waits, and nothing failed</source>
        <translation>Nichts wartet, und nichts ist fehlgeschlagen</translation>
    </message>
    <message>
        <source>Nothing was sent yet</source>
        <translation>Noch wurde nichts gesendet</translation>
    </message>
    <message>
        <source>Nobody else is told of alerts</source>
        <translation>Niemand sonst erfährt von Alarmen</translation>
    </message>
    <message>
        <source>Section notifications of nocturne.yml, or an alertmanager.yml, names receivers: mail, Slack, webhooks. This page then shows how they go.</source>
        <translation>Der Abschnitt notifications der nocturne.yml, oder eine alertmanager.yml, nennt Empfänger: E-Mail, Slack, Webhooks. Diese Seite zeigt dann, wie es ihnen geht.</translation>
    </message>
</context>
<context>
    <name>ToldGroups</name>
    <message>
        <source>Critical</source>
        <translation>Kritisch</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>Info</source>
        <translation>Info</translation>
    </message>
    <message>
        <source>Unknown severity</source>
        <translation>Unbekannter Schweregrad</translation>
    </message>
    <message numerus="yes">
        <source>%n critical</source>
        <translation>
            <numerusform>%n kritisch</numerusform>
            <numerusform>%n kritisch</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n error(s)</source>
        <translation>
            <numerusform>%n Fehler</numerusform>
            <numerusform>%n Fehler</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n warning(s)</source>
        <translation>
            <numerusform>%n Warnung</numerusform>
            <numerusform>%n Warnungen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n info</source>
        <translation>
            <numerusform>%n Info</numerusform>
            <numerusform>%n Info</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n unknown</source>
        <translation>
            <numerusform>%n unbekannt</numerusform>
            <numerusform>%n unbekannt</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message numerus="yes">
        <source>%1: %2 (%n alert(s))</source>
        <translation>
            <numerusform>%1: %2 (%n Alarm)</numerusform>
            <numerusform>%1: %2 (%n Alarme)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>und %n weiterer</numerusform>
            <numerusform>und %n weitere</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more group(s)</source>
        <translation>
            <numerusform>und %n weitere Gruppe</numerusform>
            <numerusform>und %n weitere Gruppen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n alert(s) in %1 groups</source>
        <translation>
            <numerusform>%n Alarm in %1 Gruppen</numerusform>
            <numerusform>%n Alarme in %1 Gruppen</numerusform>
        </translation>
    </message>
    <message>
        <source>No open alerts</source>
        <translation>Keine offenen Alarme</translation>
    </message>
    <message numerus="yes">
        <source>%n taken or quiet</source>
        <translation>
            <numerusform>%n übernommen oder still</numerusform>
            <numerusform>%n übernommen oder still</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>WayRow</name>
    <message>
        <source>%1, %2: %3</source>
        <translation>%1, %2: %3</translation>
    </message>
    <message>
        <source>Dry run</source>
        <translation>Probelauf</translation>
    </message>
    <message>
        <source>Show what it would get; nothing is sent</source>
        <translation>Zeigt, was er bekäme; nichts wird gesendet</translation>
    </message>
    <message>
        <source>Send a test</source>
        <translation>Probe senden</translation>
    </message>
</context>
<context>
    <name>nocturne::ui::DeliveryListModel</name>
    <message>
        <source>sent, at attempt %1</source>
        <translation>gesendet, beim %1. Versuch</translation>
    </message>
    <message>
        <source>sent</source>
        <translation>gesendet</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fehlgeschlagen</translation>
    </message>
    <message>
        <source>a newer one took its place</source>
        <translation>eine neuere trat an ihre Stelle</translation>
    </message>
    <message>
        <source>on the way</source>
        <translation>unterwegs</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>attempt %1 in %2</source>
        <translation>%1. Versuch in %2</translation>
    </message>
</context>
<context>
    <name>nocturne::ui::Desktop</name>
    <message>
        <source>from a notification</source>
        <translation>aus einer Benachrichtigung</translation>
    </message>
    <message>
        <source>Asking the desktop</source>
        <translation>Die Arbeitsfläche wird gefragt</translation>
    </message>
    <message>
        <source>No notification service answers. News come as a sentence in this window instead: %1</source>
        <translation>Kein Benachrichtigungsdienst antwortet. Neues kommt stattdessen als Satz in diesem Fenster: %1</translation>
    </message>
    <message>
        <source>The last one could not be shown: %1</source>
        <translation>Die letzte konnte nicht gezeigt werden: %1</translation>
    </message>
    <message>
        <source>The desktop shows them, with buttons</source>
        <translation>Die Arbeitsfläche zeigt sie, mit Knöpfen</translation>
    </message>
    <message>
        <source>The desktop shows them; it has no buttons</source>
        <translation>Die Arbeitsfläche zeigt sie; Knöpfe hat sie keine</translation>
    </message>
    <message>
        <source>No sound can be played here: %1</source>
        <translation>Hier kann kein Ton gespielt werden: %1</translation>
    </message>
    <message>
        <source>The last sound was played</source>
        <translation>Der letzte Ton wurde gespielt</translation>
    </message>
    <message>
        <source>Nothing was played yet</source>
        <translation>Noch wurde nichts gespielt</translation>
    </message>
    <message>
        <source>muted until %1</source>
        <translation>stumm bis %1</translation>
    </message>
    <message>
        <source>Test of Nocturne</source>
        <translation>Probe von Nocturne</translation>
    </message>
    <message>
        <source>This is how an alert looks. Who asked: %1</source>
        <translation>So sieht ein Alarm aus. Gefragt hat: %1</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
</context>
<context>
    <name>nocturne::ui::DesktopNotifier</name>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Acknowledge</source>
        <translation>Übernehmen</translation>
    </message>
    <message>
        <source>Put off 1 h</source>
        <translation>1 Std. zurückstellen</translation>
    </message>
</context>
<context>
    <name>nocturne::ui::ReceiverDesk</name>
    <message>
        <source>sent</source>
        <translation>gesendet</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fehlgeschlagen</translation>
    </message>
    <message>
        <source>It has no way out: nobody is told.</source>
        <translation>Er hat keinen Weg nach draußen: niemand erfährt etwas.</translation>
    </message>
    <message>
        <source>Test of %1</source>
        <translation>Probe von %1</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Labels</translation>
    </message>
    <message>
        <source>What %1 would get</source>
        <translation>Was %1 bekäme</translation>
    </message>
    <message>
        <source>Who gets this, and why</source>
        <translation>Wer bekommt das, und warum</translation>
    </message>
</context>
<context>
    <name>nocturne::ui::Tray</name>
    <message>
        <source>Sound on again</source>
        <translation>Ton wieder an</translation>
    </message>
    <message>
        <source>Mute sound for 1 h</source>
        <translation>Ton 1 Std. stumm</translation>
    </message>
    <message>
        <source>Open Nocturne</source>
        <translation>Nocturne öffnen</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
</context>
<context>
    <name>nocturne::ui::WayListModel</name>
    <message>
        <source>E-mail</source>
        <translation>E-Mail</translation>
    </message>
    <message>
        <source>Slack</source>
        <translation>Slack</translation>
    </message>
    <message>
        <source>Webhook</source>
        <translation>Webhook</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Log</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <source>No way out</source>
        <translation>Kein Weg</translation>
    </message>
    <message>
        <source>nobody is told</source>
        <translation>niemand erfährt etwas</translation>
    </message>
    <message numerus="yes">
        <source>%n waiting, trying again</source>
        <translation>
            <numerusform>%n wartet, neuer Versuch folgt</numerusform>
            <numerusform>%n warten, neuer Versuch folgt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n on the way</source>
        <translation>
            <numerusform>%n unterwegs</numerusform>
            <numerusform>%n unterwegs</numerusform>
        </translation>
    </message>
    <message>
        <source>the last one failed</source>
        <translation>die letzte schlug fehl</translation>
    </message>
    <message>
        <source>nothing sent yet</source>
        <translation>noch nichts gesendet</translation>
    </message>
    <message>
        <source>works</source>
        <translation>geht</translation>
    </message>
    <message numerus="yes">
        <source>%n sent</source>
        <translation>
            <numerusform>%n gesendet</numerusform>
            <numerusform>%n gesendet</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n attempt(s) failed</source>
        <translation>
            <numerusform>%n Versuch fehlgeschlagen</numerusform>
            <numerusform>%n Versuche fehlgeschlagen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n given up</source>
        <translation>
            <numerusform>%n aufgegeben</numerusform>
            <numerusform>%n aufgegeben</numerusform>
        </translation>
    </message>
    <message>
        <source>failed %1</source>
        <translation>fehlgeschlagen %1</translation>
    </message>
    <message>
        <source>sent %1</source>
        <translation>gesendet %1</translation>
    </message>
</context>
<context>
    <name>AuditRow</name>
    <message>
        <source>%1, %2, %3</source>
        <translation>%1, %2, %3</translation>
    </message>
    <message>
        <source>before: %1</source>
        <translation>vorher: %1</translation>
    </message>
    <message>
        <source>after: %1</source>
        <translation>nachher: %1</translation>
    </message>
</context>
<context>
    <name>ChangeWords</name>
    <message>
        <source>pending</source>
        <translation>anstehend</translation>
    </message>
    <message>
        <source>no longer pending</source>
        <translation>nicht mehr anstehend</translation>
    </message>
    <message>
        <source>began to fire</source>
        <translation>begann auszulösen</translation>
    </message>
    <message>
        <source>resolved</source>
        <translation>behoben</translation>
    </message>
    <message>
        <source>resolved: %1</source>
        <translation>behoben: %1</translation>
    </message>
    <message>
        <source>got worse</source>
        <translation>wurde schlimmer</translation>
    </message>
    <message>
        <source>got better</source>
        <translation>wurde besser</translation>
    </message>
    <message>
        <source>its source could not be asked</source>
        <translation>seine Quelle war nicht zu fragen</translation>
    </message>
    <message>
        <source>its source answered again</source>
        <translation>seine Quelle antwortete wieder</translation>
    </message>
    <message>
        <source>acknowledged by %1</source>
        <translation>übernommen von %1</translation>
    </message>
    <message>
        <source>acknowledgement ended: %1</source>
        <translation>Übernahme endete: %1</translation>
    </message>
    <message>
        <source>put off by %1</source>
        <translation>zurückgestellt von %1</translation>
    </message>
    <message>
        <source>no longer put off: %1</source>
        <translation>nicht mehr zurückgestellt: %1</translation>
    </message>
    <message>
        <source>kept quiet: %1</source>
        <translation>stumm gehalten: %1</translation>
    </message>
    <message>
        <source>heard again</source>
        <translation>wieder zu hören</translation>
    </message>
    <message>
        <source>escalated, step %1 of %2</source>
        <translation>eskaliert, Stufe %1 von %2</translation>
    </message>
    <message>
        <source>began to flap</source>
        <translation>begann zu flattern</translation>
    </message>
    <message>
        <source>calmed down</source>
        <translation>hat sich beruhigt</translation>
    </message>
    <message>
        <source>seen by %1</source>
        <translation>gesehen von %1</translation>
    </message>
    <message>
        <source>comment of %1</source>
        <translation>Kommentar von %1</translation>
    </message>
    <message>
        <source>%1 until %2</source>
        <translation>%1 bis %2</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>ChartMarks</name>
    <message>
        <source>taken: %1</source>
        <translation>übernommen: %1</translation>
    </message>
    <message>
        <source>silence: %1</source>
        <translation>stumm: %1</translation>
    </message>
    <message>
        <source>downtime: %1</source>
        <translation>Wartung: %1</translation>
    </message>
</context>
<context>
    <name>CoursePane</name>
    <message>
        <source>Choose what fired</source>
        <translation>Wählen Sie, was ausgelöst hat</translation>
    </message>
    <message>
        <source>What happened to it and who had it is shown here.</source>
        <translation>Was damit geschah und wer es hatte, steht hier.</translation>
    </message>
    <message>
        <source>What happened to it</source>
        <translation>Was damit geschah</translation>
    </message>
</context>
<context>
    <name>DowntimeRow</name>
    <message>
        <source>%1, %2, %3</source>
        <translation>%1, %2, %3</translation>
    </message>
    <message>
        <source>+1 h</source>
        <translation>+1 h</translation>
    </message>
    <message>
        <source>End it an hour later</source>
        <translation>Eine Stunde später beenden</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>End it now, with all times to come</source>
        <translation>Jetzt beenden, mit allen künftigen Malen</translation>
    </message>
    <message>
        <source>Again</source>
        <translation>Erneut</translation>
    </message>
    <message>
        <source>Plan the same again</source>
        <translation>Dasselbe noch einmal planen</translation>
    </message>
</context>
<context>
    <name>DowntimeSheet</name>
    <message>
        <source>Change the downtime</source>
        <translation>Die Wartung ändern</translation>
    </message>
    <message>
        <source>Downtime</source>
        <translation>Wartung</translation>
    </message>
    <message>
        <source>Begins</source>
        <translation>Beginnt</translation>
    </message>
    <message>
        <source>now, or 22:00, or 2026-03-14 22:00</source>
        <translation>jetzt, oder 22:00, oder 2026-03-14 22:00</translation>
    </message>
    <message>
        <source>Lasts</source>
        <translation>Dauert</translation>
    </message>
    <message>
        <source>30 min</source>
        <translation>30 min</translation>
    </message>
    <message>
        <source>1 h</source>
        <translation>1 h</translation>
    </message>
    <message>
        <source>2 h</source>
        <translation>2 h</translation>
    </message>
    <message>
        <source>8 h</source>
        <translation>8 h</translation>
    </message>
    <message>
        <source>1 d</source>
        <translation>1 Tag</translation>
    </message>
    <message>
        <source>until 23:30</source>
        <translation>bis 23:30</translation>
    </message>
    <message>
        <source>Mutes</source>
        <translation>Hält stumm</translation>
    </message>
    <message>
        <source>all of that time</source>
        <translation>die ganze Zeit</translation>
    </message>
    <message>
        <source>Flexible: from the first problem within that time on</source>
        <translation>Flexibel: vom ersten Problem in dieser Zeit an</translation>
    </message>
    <message>
        <source>Comes again</source>
        <translation>Kommt wieder</translation>
    </message>
    <message>
        <source>never</source>
        <translation>nie</translation>
    </message>
    <message>
        <source>every day</source>
        <translation>jeden Tag</translation>
    </message>
    <message>
        <source>every week</source>
        <translation>jede Woche</translation>
    </message>
    <message>
        <source>every month</source>
        <translation>jeden Monat</translation>
    </message>
    <message>
        <source>last day, as 2026-12-31</source>
        <translation>letzter Tag, als 2026-12-31</translation>
    </message>
    <message>
        <source>by the clock of %1</source>
        <translation>nach der Uhr von %1</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>Kommentar</translation>
    </message>
    <message>
        <source>What work is planned</source>
        <translation>Welche Arbeit geplant ist</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Wann</translation>
    </message>
    <message>
        <source>The next times</source>
        <translation>Die nächsten Male</translation>
    </message>
    <message>
        <source>This is wanted</source>
        <translation>Das ist gewollt</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Ändern</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>Planen</translation>
    </message>
</context>
<context>
    <name>DowntimeWords</name>
    <message>
        <source>every day</source>
        <translation>jeden Tag</translation>
    </message>
    <message>
        <source>every %1</source>
        <translation>jeden %1</translation>
    </message>
    <message>
        <source>every month on day %1</source>
        <translation>jeden Monat am %1.</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 bis %2</translation>
    </message>
    <message>
        <source>flexible, %1 from the first problem</source>
        <translation>flexibel, %1 vom ersten Problem an</translation>
    </message>
    <message>
        <source>fixed</source>
        <translation>fest</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
</context>
<context>
    <name>DowntimesView</name>
    <message>
        <source>The downtime ends an hour later</source>
        <translation>Die Wartung endet eine Stunde später</translation>
    </message>
    <message>
        <source>The downtime is cancelled</source>
        <translation>Die Wartung ist abgesagt</translation>
    </message>
    <message>
        <source>Downtimes</source>
        <translation>Wartungen</translation>
    </message>
    <message>
        <source>No work is planned</source>
        <translation>Keine Arbeit ist geplant</translation>
    </message>
    <message>
        <source>A downtime keeps alerts quiet while somebody works on what they watch, once or again and again. Their checks go on.</source>
        <translation>Eine Wartung hält Alarme still, während jemand an dem arbeitet, was sie überwachen, einmal oder immer wieder. Ihre Prüfungen gehen weiter.</translation>
    </message>
    <message>
        <source>Plan a downtime</source>
        <translation>Eine Wartung planen</translation>
    </message>
</context>
<context>
    <name>HistoryView</name>
    <message>
        <source>24 h</source>
        <translation>24 h</translation>
    </message>
    <message>
        <source>7 days</source>
        <translation>7 Tage</translation>
    </message>
    <message>
        <source>30 days</source>
        <translation>30 Tage</translation>
    </message>
    <message>
        <source>90 days</source>
        <translation>90 Tage</translation>
    </message>
    <message>
        <source>severity</source>
        <translation>Schwere</translation>
    </message>
    <message>
        <source>any</source>
        <translation>jede</translation>
    </message>
    <message>
        <source>error and worse</source>
        <translation>Fehler und schlimmer</translation>
    </message>
    <message>
        <source>unknown and worse</source>
        <translation>unbekannt und schlimmer</translation>
    </message>
    <message>
        <source>warning and worse</source>
        <translation>Warnung und schlimmer</translation>
    </message>
    <message>
        <source>Filter by name or label</source>
        <translation>Nach Name oder Label filtern</translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>Filter löschen</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>Erneut fragen</translation>
    </message>
    <message>
        <source>Fired</source>
        <translation>Ausgelöst</translation>
    </message>
    <message>
        <source>Firing in all</source>
        <translation>Dauer in allem</translation>
    </message>
    <message>
        <source>Taken by somebody</source>
        <translation>Übernommen</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Until taken (MTTA)</source>
        <translation>Bis übernommen (MTTA)</translation>
    </message>
    <message>
        <source>Until over (MTTR)</source>
        <translation>Bis vorbei (MTTR)</translation>
    </message>
    <message>
        <source>Flapped</source>
        <translation>Geflattert</translation>
    </message>
    <message>
        <source>When anything fired</source>
        <translation>Wann etwas auslöste</translation>
    </message>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>Regeln</translation>
    </message>
    <message>
        <source>Occurrences</source>
        <translation>Vorkommen</translation>
    </message>
    <message>
        <source>Audit log</source>
        <translation>Prüfprotokoll</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>Regel</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Wann</translation>
    </message>
    <message>
        <source>Taken</source>
        <translation>Übernommen</translation>
    </message>
    <message>
        <source>MTTA</source>
        <translation>MTTA</translation>
    </message>
    <message>
        <source>MTTR</source>
        <translation>MTTR</translation>
    </message>
    <message>
        <source>Rules by how noisy they were</source>
        <translation>Regeln nach ihrem Lärm</translation>
    </message>
    <message>
        <source>%1, %2, %3</source>
        <translation>%1, %2, %3</translation>
    </message>
    <message>
        <source>What fired, newest first</source>
        <translation>Was auslöste, das Neueste zuerst</translation>
    </message>
    <message>
        <source>The history cannot be read</source>
        <translation>Der Verlauf ist nicht zu lesen</translation>
    </message>
    <message>
        <source>Reading the history</source>
        <translation>Der Verlauf wird gelesen</translation>
    </message>
    <message>
        <source>Nobody has done anything yet</source>
        <translation>Noch hat niemand etwas getan</translation>
    </message>
    <message>
        <source>Nothing that fired matches the filter</source>
        <translation>Nichts, was auslöste, passt zum Filter</translation>
    </message>
    <message>
        <source>Nothing fired in this time</source>
        <translation>In dieser Zeit löste nichts aus</translation>
    </message>
</context>
<context>
    <name>MatchList</name>
    <message>
        <source>No alert at the moment. Those to come are muted too</source>
        <translation>Zurzeit kein Alarm. Auch künftige bleiben stumm</translation>
    </message>
</context>
<context>
    <name>MatcherRows</name>
    <message>
        <source>is</source>
        <translation>ist</translation>
    </message>
    <message>
        <source>is not</source>
        <translation>ist nicht</translation>
    </message>
    <message>
        <source>matches</source>
        <translation>passt auf</translation>
    </message>
    <message>
        <source>does not match</source>
        <translation>passt nicht auf</translation>
    </message>
    <message>
        <source>Alerts whose labels</source>
        <translation>Alarme, deren Labels</translation>
    </message>
    <message>
        <source>Use %1</source>
        <translation>%1 verwenden</translation>
    </message>
    <message>
        <source>label</source>
        <translation>Label</translation>
    </message>
    <message>
        <source>regular expression</source>
        <translation>regulärer Ausdruck</translation>
    </message>
    <message>
        <source>value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>%1 entfernen</translation>
    </message>
    <message>
        <source>Another label</source>
        <translation>Weiteres Label</translation>
    </message>
</context>
<context>
    <name>OccurrenceRow</name>
    <message>
        <source>%1, %2, %3</source>
        <translation>%1, %2, %3</translation>
    </message>
    <message>
        <source>nobody took it</source>
        <translation>niemand hat ihn übernommen</translation>
    </message>
</context>
<context>
    <name>nocturne::panels::AlertPast</name>
    <message>
        <source>as of %1</source>
        <translation>Stand %1</translation>
    </message>
    <message numerus="yes">
        <source>fired %n time(s) within %1 days</source>
        <translation>
            <numerusform>löste in %1 Tagen %n-mal aus</numerusform>
            <numerusform>löste in %1 Tagen %n-mal aus</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nocturne::panels::PastOccurrences</name>
    <message>
        <source>%1 so far</source>
        <translation>bisher %1</translation>
    </message>
    <message>
        <source>%1, after %2</source>
        <translation>%1, nach %2</translation>
    </message>
</context>
<context>
    <name>nocturne::panels::PastRules</name>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
</context>
<context>
    <name>nocturne::ui::DowntimeForm</name>
    <message>
        <source>Write the start as 17:30 or 2026-03-14 17:30</source>
        <translation>Schreiben Sie den Beginn als 17:30 oder 2026-03-14 17:30</translation>
    </message>
    <message>
        <source>Write the end as 17:30 or 2026-03-14 17:30</source>
        <translation>Schreiben Sie das Ende als 17:30 oder 2026-03-14 17:30</translation>
    </message>
    <message>
        <source>Write the last day as 2026-03-14</source>
        <translation>Schreiben Sie den letzten Tag als 2026-03-14</translation>
    </message>
    <message>
        <source>No window of it is yet to come</source>
        <translation>Keines ihrer Fenster liegt noch vor uns</translation>
    </message>
</context>
<context>
    <name>nocturne::ui::DowntimeListModel</name>
    <message>
        <source>begins in %1</source>
        <translation>beginnt in %1</translation>
    </message>
    <message>
        <source>waits for a problem, %1 more</source>
        <translation>wartet noch %1 auf ein Problem</translation>
    </message>
    <message>
        <source>ends in %1</source>
        <translation>endet in %1</translation>
    </message>
    <message>
        <source>cancelled %1</source>
        <translation>abgesagt %1</translation>
    </message>
    <message>
        <source>ended %1</source>
        <translation>endete %1</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>Aktiv</translation>
    </message>
    <message>
        <source>To come</source>
        <translation>Künftig</translation>
    </message>
    <message>
        <source>Over</source>
        <translation>Vorbei</translation>
    </message>
    <message numerus="yes">
        <source>mutes %n alert(s)</source>
        <translation>
            <numerusform>hält %n Alarm stumm</numerusform>
            <numerusform>hält %n Alarme stumm</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nocturne::ui::MatcherForm</name>
    <message>
        <source>which label?</source>
        <translation>welches Label?</translation>
    </message>
    <message numerus="yes">
        <source>mutes %1 of %n alert(s)</source>
        <translation>
            <numerusform>hält %1 von %n Alarm stumm</numerusform>
            <numerusform>hält %1 von %n Alarmen stumm</numerusform>
        </translation>
    </message>
    <message>
        <source>Say which alerts: at least one label with its value</source>
        <translation>Sagen Sie, welche Alarme: mindestens ein Label mit seinem Wert</translation>
    </message>
</context>
<context>
    <name>AlertDeeds</name>
    <message>
        <source>%1: open again</source>
        <translation>%1: wieder offen</translation>
    </message>
    <message>
        <source>Taken back</source>
        <translation>Zurückgenommen</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>%1: yours</source>
        <translation>%1: übernommen</translation>
    </message>
    <message>
        <source>%1: put off</source>
        <translation>%1: zurückgestellt</translation>
    </message>
    <message>
        <source>The silence is made</source>
        <translation>Die Stummschaltung gilt</translation>
    </message>
</context>
<context>
    <name>AlertLine</name>
    <message>
        <source>%1, %2, %3</source>
        <translation>%1, %2, %3</translation>
    </message>
    <message>
        <source>Acknowledge</source>
        <translation>Übernehmen</translation>
    </message>
</context>
<context>
    <name>MappingSheet</name>
    <message>
        <source>Try a mapping</source>
        <translation>Eine Zuordnung ausprobieren</translation>
    </message>
    <message>
        <source>Mapping, as in nocturne.yml</source>
        <translation>Zuordnung wie in nocturne.yml</translation>
    </message>
    <message>
        <source>Messages: one, or one a line</source>
        <translation>Nachrichten: eine, oder eine je Zeile</translation>
    </message>
    <message>
        <source>What is wrong with the mapping</source>
        <translation>Was an der Zuordnung falsch ist</translation>
    </message>
    <message>
        <source>What it makes of them</source>
        <translation>Was sie daraus macht</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Address of the stream, ws:// or wss://</source>
        <translation>Adresse des Stroms, ws:// oder wss://</translation>
    </message>
    <message>
        <source>Copy the lines</source>
        <translation>Zeilen kopieren</translation>
    </message>
    <message>
        <source>Add this stream</source>
        <translation>Diesen Strom hinzufügen</translation>
    </message>
</context>
<context>
    <name>nocturne::ui::MappingPreview</name>
    <message>
        <source>error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>the text is too long: paste a few messages</source>
        <translation>der Text ist zu lang: fügen Sie einige Nachrichten ein</translation>
    </message>
    <message>
        <source>line %1, column %2</source>
        <translation>Zeile %1, Spalte %2</translation>
    </message>
    <message>
        <source>sample</source>
        <translation>Messwert</translation>
    </message>
    <message>
        <source>log record</source>
        <translation>Logzeile</translation>
    </message>
    <message>
        <source>alert</source>
        <translation>Alarm</translation>
    </message>
    <message>
        <source>fault</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>nichts</translation>
    </message>
</context>
<context>
    <name>nocturne::panels::ExploreQuery</name>
    <message>
        <source>this Nocturne</source>
        <translation>dieses Nocturne</translation>
    </message>
</context>
<context>
    <name>Phases</name>
    <message>
        <source>name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>connect</source>
        <translation>Verbindung</translation>
    </message>
    <message>
        <source>TLS</source>
        <translation>TLS</translation>
    </message>
    <message>
        <source>first byte</source>
        <translation>erstes Byte</translation>
    </message>
    <message>
        <source>body</source>
        <translation>Inhalt</translation>
    </message>
</context>
<context>
    <name>SourceHistory</name>
    <message>
        <source>time up</source>
        <translation>Zeit in Betrieb</translation>
    </message>
    <message>
        <source>last attempts</source>
        <translation>letzte Versuche</translation>
    </message>
    <message>
        <source>the last one</source>
        <translation>der letzte</translation>
    </message>
    <message>
        <source>Time that the last attempts took</source>
        <translation>Dauer der letzten Versuche</translation>
    </message>
    <message>
        <source>Phases of the last attempt</source>
        <translation>Phasen des letzten Versuchs</translation>
    </message>
</context>
<context>
    <name>LocalCard</name>
    <message>
        <source>Looking around this computer</source>
        <translation>Umschau auf diesem Rechner</translation>
    </message>
    <message>
        <source>Found on this computer</source>
        <translation>Auf diesem Rechner gefunden</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Jetzt nicht</translation>
    </message>
</context>
<context>
    <name>PasteSheet</name>
    <message>
        <source>What was pasted</source>
        <translation>Was eingefügt wurde</translation>
    </message>
    <message>
        <source>Add a source, or paste anything</source>
        <translation>Quelle hinzufügen, oder irgendetwas einfügen</translation>
    </message>
    <message>
        <source>An address, a curl command, the text of /metrics, rules, a dashboard, PromQL, log lines or the id of a trace</source>
        <translation>Eine Adresse, ein curl-Befehl, der Text von /metrics, Regeln, ein Dashboard, PromQL, Logzeilen oder die Kennung eines Traces</translation>
    </message>
    <message>
        <source>An address, or any text</source>
        <translation>Eine Adresse, oder irgendein Text</translation>
    </message>
    <message>
        <source>understood as</source>
        <translation>verstanden als</translation>
    </message>
    <message>
        <source>add</source>
        <translation>hinzufügen</translation>
    </message>
    <message>
        <source>What was asked, and what came</source>
        <translation>Was gefragt wurde, und was kam</translation>
    </message>
    <message>
        <source>What was considered</source>
        <translation>Was erwogen wurde</translation>
    </message>
    <message>
        <source>What it holds</source>
        <translation>Was darin steht</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>Was gefunden wurde</translation>
    </message>
    <message>
        <source>These lines are added to nocturne.yml; nothing else in it changes</source>
        <translation>Diese Zeilen kommen in nocturne.yml; sonst ändert sich darin nichts</translation>
    </message>
    <message>
        <source>Copy the lines</source>
        <translation>Zeilen kopieren</translation>
    </message>
    <message>
        <source>Something else</source>
        <translation>Etwas anderes</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Look at it</source>
        <translation>Ansehen</translation>
    </message>
    <message>
        <source>What can be taken over</source>
        <translation>Was sich übernehmen lässt</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Map its messages</source>
        <translation>Nachrichten zuordnen</translation>
    </message>
</context>
<context>
    <name>PasteWords</name>
    <message>
        <source>an address</source>
        <translation>eine Adresse</translation>
    </message>
    <message>
        <source>a curl command</source>
        <translation>ein curl-Befehl</translation>
    </message>
    <message>
        <source>metrics</source>
        <translation>Metriken</translation>
    </message>
    <message>
        <source>a rule file</source>
        <translation>eine Regeldatei</translation>
    </message>
    <message>
        <source>a configuration of Nocturne</source>
        <translation>eine Konfiguration von Nocturne</translation>
    </message>
    <message>
        <source>a configuration of Prometheus</source>
        <translation>eine Konfiguration von Prometheus</translation>
    </message>
    <message>
        <source>a configuration of Alertmanager</source>
        <translation>eine Konfiguration von Alertmanager</translation>
    </message>
    <message>
        <source>a dashboard</source>
        <translation>ein Dashboard</translation>
    </message>
    <message>
        <source>a dashboard of Grafana</source>
        <translation>ein Dashboard von Grafana</translation>
    </message>
    <message>
        <source>a health document</source>
        <translation>ein Zustandsdokument</translation>
    </message>
    <message>
        <source>a PromQL expression</source>
        <translation>ein PromQL-Ausdruck</translation>
    </message>
    <message>
        <source>log lines</source>
        <translation>Logzeilen</translation>
    </message>
    <message>
        <source>the id of a trace</source>
        <translation>die Kennung eines Traces</translation>
    </message>
    <message numerus="yes">
        <source>%n metric(s)</source>
        <translation>
            <numerusform>%n Metrik</numerusform>
            <numerusform>%n Metriken</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sample(s)</source>
        <translation>
            <numerusform>%n Messwert</numerusform>
            <numerusform>%n Messwerte</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n rule(s)</source>
        <translation>
            <numerusform>%n Regel</numerusform>
            <numerusform>%n Regeln</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n group(s)</source>
        <translation>
            <numerusform>%n Gruppe</numerusform>
            <numerusform>%n Gruppen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n job(s)</source>
        <translation>
            <numerusform>%n Job</numerusform>
            <numerusform>%n Jobs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n other source(s)</source>
        <translation>
            <numerusform>%n andere Quelle</numerusform>
            <numerusform>%n andere Quellen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n receiver(s)</source>
        <translation>
            <numerusform>%n Empfänger</numerusform>
            <numerusform>%n Empfänger</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n panel(s)</source>
        <translation>
            <numerusform>%n Panel</numerusform>
            <numerusform>%n Panels</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n component(s)</source>
        <translation>
            <numerusform>%n Komponente</numerusform>
            <numerusform>%n Komponenten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n line(s)</source>
        <translation>
            <numerusform>%n Zeile</numerusform>
            <numerusform>%n Zeilen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n fault(s)</source>
        <translation>
            <numerusform>%n Fehler</numerusform>
            <numerusform>%n Fehler</numerusform>
        </translation>
    </message>
    <message>
        <source>This is what a target answers. To watch the target itself, paste its address.</source>
        <translation>Das ist, was ein Ziel antwortet. Um das Ziel selbst zu beobachten, fügen Sie seine Adresse ein.</translation>
    </message>
    <message>
        <source>A rule file with faults is not evaluated: put them right and paste it again.</source>
        <translation>Eine Regeldatei mit Fehlern wird nicht ausgewertet: Beheben Sie sie, und fügen Sie sie noch einmal ein.</translation>
    </message>
    <message>
        <source>Kept in the folder of added rules, it is evaluated from then on.</source>
        <translation>Im Ordner der hinzugefügten Regeln abgelegt, wird sie von da an ausgewertet.</translation>
    </message>
    <message>
        <source>Save it as a file and start Nocturne with --config and its name; it is read as it is.</source>
        <translation>Speichern Sie sie als Datei, und starten Sie Nocturne mit --config und ihrem Namen; sie wird gelesen, wie sie ist.</translation>
    </message>
    <message>
        <source>A dashboard with faults is not opened: put them right and paste it again.</source>
        <translation>Ein Dashboard mit Fehlern wird nicht geöffnet: Beheben Sie sie, und fügen Sie es noch einmal ein.</translation>
    </message>
    <message>
        <source>Kept in the folder of dashboards, it is there at the next start too.</source>
        <translation>Im Ordner der Dashboards abgelegt, ist es auch beim nächsten Start da.</translation>
    </message>
    <message>
        <source>Dashboards of Grafana cannot be imported yet. Below is what it holds.</source>
        <translation>Dashboards von Grafana können noch nicht importiert werden. Unten steht, was darin ist.</translation>
    </message>
    <message>
        <source>This is what a service answers. To watch the service itself, paste its address.</source>
        <translation>Das ist, was ein Dienst antwortet. Um den Dienst selbst zu beobachten, fügen Sie seine Adresse ein.</translation>
    </message>
    <message>
        <source>This is how these lines are read. They are not kept.</source>
        <translation>So werden diese Zeilen gelesen. Sie werden nicht aufbewahrt.</translation>
    </message>
    <message>
        <source>Open in Explore</source>
        <translation>In Erkunden öffnen</translation>
    </message>
    <message>
        <source>Search the logs for it</source>
        <translation>Die Logs danach durchsuchen</translation>
    </message>
    <message>
        <source>Save to the rules folder</source>
        <translation>Im Ordner der Regeln speichern</translation>
    </message>
    <message>
        <source>Save and open</source>
        <translation>Speichern und öffnen</translation>
    </message>
    <message>
        <source>%1, which answers PromQL</source>
        <translation>%1, beantwortet PromQL</translation>
    </message>
    <message>
        <source>Loki, with logs to read</source>
        <translation>Loki, mit lesbaren Logs</translation>
    </message>
    <message>
        <source>the monitoring API of a Burstlet</source>
        <translation>die Monitoring-API eines Burstlet</translation>
    </message>
    <message>
        <source>AEGIS, with a stream of metrics</source>
        <translation>AEGIS, mit einem Strom von Metriken</translation>
    </message>
    <message>
        <source>a Socket.IO server</source>
        <translation>ein Socket.IO-Server</translation>
    </message>
    <message>
        <source>a WebSocket</source>
        <translation>ein WebSocket</translation>
    </message>
    <message numerus="yes">
        <source>metrics, %n series</source>
        <translation>
            <numerusform>Metriken, %n Zeitreihe</numerusform>
            <numerusform>Metriken, %n Zeitreihen</numerusform>
        </translation>
    </message>
    <message>
        <source>a health document: %1</source>
        <translation>ein Zustandsdokument: %1</translation>
    </message>
    <message>
        <source>Add as a data source</source>
        <translation>Als Datenquelle hinzufügen</translation>
    </message>
    <message>
        <source>Show its alerts</source>
        <translation>Seine Alarme zeigen</translation>
    </message>
    <message>
        <source>Add its logs</source>
        <translation>Seine Logs hinzufügen</translation>
    </message>
    <message>
        <source>Watch this Burstlet</source>
        <translation>Dieses Burstlet beobachten</translation>
    </message>
    <message>
        <source>Add its stream</source>
        <translation>Seinen Strom hinzufügen</translation>
    </message>
    <message>
        <source>Check that it answers</source>
        <translation>Prüfen, ob es antwortet</translation>
    </message>
    <message>
        <source>Scrape these metrics</source>
        <translation>Diese Metriken abfragen</translation>
    </message>
    <message>
        <source>Check its health</source>
        <translation>Seinen Zustand prüfen</translation>
    </message>
    <message>
        <source>line %1, column %2</source>
        <translation>Zeile %1, Spalte %2</translation>
    </message>
    <message>
        <source>somewhere</source>
        <translation>irgendwo</translation>
    </message>
    <message>
        <source>has no effect here</source>
        <translation>wirkt hier nicht</translation>
    </message>
    <message>
        <source>not %1</source>
        <translation>nicht %1</translation>
    </message>
    <message>
        <source>no answer</source>
        <translation>keine Antwort</translation>
    </message>
    <message>
        <source>Its scrape jobs can be taken over, all or some. Or start Nocturne with --config and the name of this file: it is read as it is.</source>
        <translation>Seine Jobs lassen sich übernehmen, alle oder einzelne. Oder Nocturne mit --config und dem Namen dieser Datei starten: Sie wird gelesen, wie sie ist.</translation>
    </message>
    <message>
        <source>It is only explained here, and nothing of it is taken over. By hand, its route and receivers go below the section notifications of nocturne.yml.</source>
        <translation>Sie wird hier nur erklärt, nichts davon wird übernommen. Von Hand gehören Route und Empfänger unter den Abschnitt notifications von nocturne.yml.</translation>
    </message>
    <message>
        <source>Its messages need a mapping to become metrics, log records or alerts.</source>
        <translation>Erst eine Zuordnung macht aus seinen Nachrichten Metriken, Logeinträge oder Alarme.</translation>
    </message>
    <message>
        <source>is not taken over</source>
        <translation>wird nicht übernommen</translation>
    </message>
</context>
<context>
    <name>nocturne::ui::PasteDesk</name>
    <message>
        <source>Reading</source>
        <translation>Wird gelesen</translation>
    </message>
    <message>
        <source>This cannot be looked at</source>
        <translation>Das lässt sich nicht ansehen</translation>
    </message>
    <message>
        <source>Not recognised</source>
        <translation>Nicht erkannt</translation>
    </message>
    <message>
        <source>This is %1</source>
        <translation>Das ist %1</translation>
    </message>
    <message>
        <source>Asking what is there</source>
        <translation>Frage, was dort ist</translation>
    </message>
    <message>
        <source>Found: %1</source>
        <translation>Gefunden: %1</translation>
    </message>
    <message>
        <source>Nothing that Nocturne knows is there</source>
        <translation>Dort ist nichts, was Nocturne kennt</translation>
    </message>
    <message>
        <source>An address, a curl line, metrics, rules, a dashboard, PromQL, log lines and the id of a trace are known.</source>
        <translation>Bekannt sind Adressen, curl-Zeilen, Metriken, Regeln, Dashboards, PromQL, Logzeilen und Kennungen von Traces.</translation>
    </message>
    <message>
        <source>It is watched already.</source>
        <translation>Es wird schon beobachtet.</translation>
    </message>
    <message>
        <source>This file cannot be read: %1</source>
        <translation>Diese Datei kann nicht gelesen werden: %1</translation>
    </message>
    <message>
        <source>Add these lines to nocturne.yml by hand: it cannot be written from here. %1</source>
        <translation>Ergänzen Sie diese Zeilen in nocturne.yml von Hand: Von hier kann sie nicht geschrieben werden. %1</translation>
    </message>
    <message>
        <source>%1 is watched from now on</source>
        <translation>%1 wird von jetzt an beobachtet</translation>
    </message>
    <message>
        <source>The rules are in %1</source>
        <translation>Die Regeln sind in %1</translation>
    </message>
    <message numerus="yes">
        <source>Take over %n job(s)</source>
        <translation>
            <numerusform>%n Job übernehmen</numerusform>
            <numerusform>%n Jobs übernehmen</numerusform>
        </translation>
    </message>
    <message>
        <source>There is a job of this name already.</source>
        <translation>Einen Job dieses Namens gibt es schon.</translation>
    </message>
    <message numerus="yes">
        <source>%n job(s) are watched from now on</source>
        <translation>
            <numerusform>%n Job wird ab jetzt beobachtet</numerusform>
            <numerusform>%n Jobs werden ab jetzt beobachtet</numerusform>
        </translation>
    </message>
    <message>
        <source>not taken over: %1</source>
        <translation>nicht übernommen: %1</translation>
    </message>
</context>
<context>
    <name>nocturne::ui::StreamDraft</name>
    <message>
        <source>With the address of a stream, this mapping can be added to nocturne.yml.</source>
        <translation>Mit der Adresse eines Stroms kommt diese Zuordnung in nocturne.yml.</translation>
    </message>
    <message>
        <source>The address of a stream begins with ws:// or wss://.</source>
        <translation>Die Adresse eines Stroms beginnt mit ws:// oder wss://.</translation>
    </message>
    <message>
        <source>This mapping is too long to be added from here.</source>
        <translation>Diese Zuordnung ist zu lang, um sie von hier hinzuzufügen.</translation>
    </message>
    <message>
        <source>Copy the lines and add them to nocturne.yml by hand: it cannot be written from here. %1</source>
        <translation>Die Zeilen kopieren und von Hand in nocturne.yml eintragen: Von hier lässt sich die Datei nicht schreiben. %1</translation>
    </message>
</context>
</TS>
