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
    </context>
    <context>
        <name>AlertsPage</name>
        <message>
            <source>%1 is open again</source>
            <translation>%1 ist wieder offen</translation>
        </message>
        <message>
            <source>Alerts</source>
            <translation>Alarme</translation>
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
            <source>Resolved</source>
            <translation>Beendet</translation>
        </message>
        <message>
            <source>Filter by name or label</source>
            <translation>Nach Name oder Label filtern</translation>
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
            <source>severity</source>
            <translation>Schwere</translation>
        </message>
        <message>
            <source>rule</source>
            <translation>Regel</translation>
        </message>
        <message>
            <source>source</source>
            <translation>Quelle</translation>
        </message>
        <message>
            <source>nothing</source>
            <translation>nichts</translation>
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
            <source>give back</source>
            <translation>zurückgeben</translation>
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
            <source>%1 is yours</source>
            <translation>%1 ist Ihrer</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>Rückgängig</translation>
        </message>
        <message>
            <source>Nothing is known yet</source>
            <translation>Noch ist nichts bekannt</translation>
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
            <source>Search in messages and fields</source>
            <translation>In Meldungen und Feldern suchen</translation>
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
            <source>Name files or the journal under logs in nocturne.yml.</source>
            <translation>Nennen Sie Dateien oder das Journal unter logs in nocturne.yml.</translation>
        </message>
        <message>
            <source>Clear the filters</source>
            <translation>Filter löschen</translation>
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
            <source>Add scrape_configs, health_checks or streams to nocturne.yml; an existing prometheus.yml works as it is.</source>
            <translation>Tragen Sie scrape_configs, health_checks oder streams in nocturne.yml ein; eine vorhandene prometheus.yml läuft, wie sie ist.</translation>
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
    </context>
    <context>
        <name>PageLoader</name>
        <message>
            <source>This page could not be loaded</source>
            <translation>Diese Seite konnte nicht geladen werden</translation>
        </message>
        <message>
            <source>The other pages go on working. The program's log says what is missing.</source>
            <translation>Die anderen Seiten arbeiten weiter. Was fehlt, steht im Protokoll des Programms.</translation>
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
            <source>Give back</source>
            <translation>Zurückgeben</translation>
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
    </context>
    <context>
        <name>SourceTile</name>
        <message>
            <source>%1, %2, %3</source>
            <translation>%1, %2, %3</translation>
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
        <name>TargetsPage</name>
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
            <source>Add scrape_configs, health_checks or streams to nocturne.yml; an existing prometheus.yml works as it is.</source>
            <translation>Tragen Sie scrape_configs, health_checks oder streams in nocturne.yml ein; eine vorhandene prometheus.yml läuft, wie sie ist.</translation>
        </message>
        <message>
            <source>Show all</source>
            <translation>Alle zeigen</translation>
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
    </context>
    <context>
        <name>nocturne::ui::LogListModel</name>
        <message>
            <source>all</source>
            <translation>alle</translation>
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
            <source>Health check</source>
            <translation>Gesundheitsprüfung</translation>
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
</TS>
