<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context>
    <name>AlertCounts</name>
    <message numerus="yes">
        <source>%n critical</source>
        <translation>
            <numerusform>%n critical</numerusform>
            <numerusform>%n critical</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n error(s)</source>
        <translation>
            <numerusform>%n error</numerusform>
            <numerusform>%n errors</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n warning(s)</source>
        <translation>
            <numerusform>%n warning</numerusform>
            <numerusform>%n warnings</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n unknown</source>
        <translation>
            <numerusform>%n unknown</numerusform>
            <numerusform>%n unknown</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n notice(s)</source>
        <translation>
            <numerusform>%n notice</numerusform>
            <numerusform>%n notices</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n degraded</source>
        <translation>
            <numerusform>%n degraded</numerusform>
            <numerusform>%n degraded</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>AlertsPage</name>
    <message numerus="yes">
        <source>%n new, held while you look</source>
        <translation>
            <numerusform>%n new, held while you look</numerusform>
            <numerusform>%n new, held while you look</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>But %n source(s) cannot be asked: what they would say is not known.</source>
        <translation>
            <numerusform>But %n source cannot be asked: what it would say is not known.</numerusform>
            <numerusform>But %n sources cannot be asked: what they would say is not known.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n alert(s)</source>
        <translation>
            <numerusform>%n alert</numerusform>
            <numerusform>%n alerts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n new, paused</source>
        <translation>
            <numerusform>%n new, paused</numerusform>
            <numerusform>%n new, paused</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BarPanel</name>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>%n more</numerusform>
            <numerusform>%n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LogsPage</name>
    <message numerus="yes">
        <source>%n new, show</source>
        <translation>
            <numerusform>%n new, show</numerusform>
            <numerusform>%n new, show</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OverviewPage</name>
    <message numerus="yes">
        <source>%n new</source>
        <translation>
            <numerusform>%n new</numerusform>
            <numerusform>%n new</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>But %n source(s) cannot be asked: what they would say is not known.</source>
        <translation>
            <numerusform>But %n source cannot be asked: what it would say is not known.</numerusform>
            <numerusform>But %n sources cannot be asked: what they would say is not known.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n source(s) watched</source>
        <translation>
            <numerusform>%n source watched</numerusform>
            <numerusform>%n sources watched</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SourceRow</name>
    <message numerus="yes">
        <source>in this state since %1, %n failure(s) since the start</source>
        <translation>
            <numerusform>in this state since %1, %n failure since the start</numerusform>
            <numerusform>in this state since %1, %n failures since the start</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message numerus="yes">
        <source>%n acknowledged</source>
        <translation>
            <numerusform>%n acknowledged</numerusform>
            <numerusform>%n acknowledged</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n source(s)</source>
        <translation>
            <numerusform>%n source</numerusform>
            <numerusform>%n sources</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n down</source>
        <translation>
            <numerusform>%n down</numerusform>
            <numerusform>%n down</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>WallLine</name>
    <message numerus="yes">
        <source>%n source(s)</source>
        <translation>
            <numerusform>%n source</numerusform>
            <numerusform>%n sources</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n down</source>
        <translation>
            <numerusform>%n down</numerusform>
            <numerusform>%n down</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nocturne::panels::PanelData</name>
    <message numerus="yes">
        <source>%n more series</source>
        <translation>
            <numerusform>%n more series</numerusform>
            <numerusform>%n more series</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>QueryNotesMark</name>
    <message numerus="yes">
        <source>%n warning(s)</source>
        <translation>
            <numerusform>%n warning</numerusform>
            <numerusform>%n warnings</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n info(s)</source>
        <translation>
            <numerusform>%n info</numerusform>
            <numerusform>%n infos</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StoreBanner</name>
    <message numerus="yes">
        <source>and %n more; nocturnectl storage verify names all</source>
        <translation>
            <numerusform>and %n more; nocturnectl storage verify names all</numerusform>
            <numerusform>and %n more; nocturnectl storage verify names all</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nocturne::ui::StoreNotices</name>
    <message numerus="yes">
        <source>%n part(s) of the history could not be read</source>
        <translation>
            <numerusform>%n part of the history could not be read</numerusform>
            <numerusform>%n parts of the history could not be read</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nocturne::ui::AlertListModel</name>
    <message numerus="yes">
        <source>mutes %1 of %n alert(s)</source>
        <translation>
            <numerusform>mutes %1 of %n alert</numerusform>
            <numerusform>mutes %1 of %n alerts</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ChosenBar</name>
    <message numerus="yes">
        <source>%n chosen</source>
        <translation>
            <numerusform>%n chosen</numerusform>
            <numerusform>%n chosen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nocturne::panels::AlertEvidence</name>
    <message numerus="yes">
        <source>%1, and %n other(s)</source>
        <translation>
            <numerusform>%1, and %n other</numerusform>
            <numerusform>%1, and %n others</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nocturne::ui::SilenceListModel</name>
    <message numerus="yes">
        <source>mutes %n alert(s)</source>
        <translation>
            <numerusform>mutes %n alert</numerusform>
            <numerusform>mutes %n alerts</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nocturne::panels::PackList</name>
    <message numerus="yes">
        <source>All its %n metric(s) are there.</source>
        <translation>
            <numerusform>Its one metric is there.</numerusform>
            <numerusform>All its %n metrics are there.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of its %n metric(s) are not exposed (yet): %2</source>
        <translation>
            <numerusform>%1 of its %n metric is not exposed (yet): %2</numerusform>
            <numerusform>%1 of its %n metrics are not exposed (yet): %2</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nocturne::ui::MatcherForm</name>
    <message numerus="yes">
        <source>mutes %1 of %n alert(s)</source>
        <translation>
            <numerusform>mutes %1 of %n alert</numerusform>
            <numerusform>mutes %1 of %n alerts</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ToldGroups</name>
    <message numerus="yes">
        <source>%n critical</source>
        <translation>
            <numerusform>%n critical</numerusform>
            <numerusform>%n critical</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n error(s)</source>
        <translation>
            <numerusform>%n error</numerusform>
            <numerusform>%n errors</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n warning(s)</source>
        <translation>
            <numerusform>%n warning</numerusform>
            <numerusform>%n warnings</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n info</source>
        <translation>
            <numerusform>%n info</numerusform>
            <numerusform>%n info</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n unknown</source>
        <translation>
            <numerusform>%n unknown</numerusform>
            <numerusform>%n unknown</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1: %2 (%n alert(s))</source>
        <translation>
            <numerusform>%1: %2 (%n alert)</numerusform>
            <numerusform>%1: %2 (%n alerts)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more group(s)</source>
        <translation>
            <numerusform>and %n more group</numerusform>
            <numerusform>and %n more groups</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n alert(s) in %1 groups</source>
        <translation>
            <numerusform>%n alert in %1 groups</numerusform>
            <numerusform>%n alerts in %1 groups</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n taken or quiet</source>
        <translation>
            <numerusform>%n taken or quiet</numerusform>
            <numerusform>%n taken or quiet</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nocturne::ui::DowntimeListModel</name>
    <message numerus="yes">
        <source>mutes %n alert(s)</source>
        <translation>
            <numerusform>mutes %n alert</numerusform>
            <numerusform>mutes %n alerts</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nocturne::panels::RuleForm</name>
    <message numerus="yes">
        <source>%1; %n time(s) it did not last %2</source>
        <translation>
            <numerusform>%1; once it did not last %2</numerusform>
            <numerusform>%1; %n times it did not last %2</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>would have fired %n time(s) in the last %1, for %2</source>
        <translation>
            <numerusform>would have fired once in the last %1, for %2</numerusform>
            <numerusform>would have fired %n times in the last %1, for %2</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n series, %1 of them drawn</source>
        <translation>
            <numerusform>%n series, %1 of them drawn</numerusform>
            <numerusform>%n series, %1 of them drawn</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nocturne::ui::WayListModel</name>
    <message numerus="yes">
        <source>%n waiting, trying again</source>
        <translation>
            <numerusform>%n waiting, trying again</numerusform>
            <numerusform>%n waiting, trying again</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n on the way</source>
        <translation>
            <numerusform>%n on the way</numerusform>
            <numerusform>%n on the way</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sent</source>
        <translation>
            <numerusform>%n sent</numerusform>
            <numerusform>%n sent</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n attempt(s) failed</source>
        <translation>
            <numerusform>%n attempt failed</numerusform>
            <numerusform>%n attempts failed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n given up</source>
        <translation>
            <numerusform>%n given up</numerusform>
            <numerusform>%n given up</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nocturne::panels::AlertPast</name>
    <message numerus="yes">
        <source>fired %n time(s) within %1 days</source>
        <translation>
            <numerusform>fired %n time within %1 days</numerusform>
            <numerusform>fired %n times within %1 days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nocturne::ui::LogListModel</name>
    <message numerus="yes">
        <source>%n entries were left out by the server</source>
        <translation>
            <numerusform>%n entry was left out by the server</numerusform>
            <numerusform>%n entries were left out by the server</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PasteWords</name>
    <message numerus="yes">
        <source>%n metric(s)</source>
        <translation>
            <numerusform>%n metric</numerusform>
            <numerusform>%n metrics</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sample(s)</source>
        <translation>
            <numerusform>%n sample</numerusform>
            <numerusform>%n samples</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n rule(s)</source>
        <translation>
            <numerusform>%n rule</numerusform>
            <numerusform>%n rules</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n group(s)</source>
        <translation>
            <numerusform>%n group</numerusform>
            <numerusform>%n groups</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n job(s)</source>
        <translation>
            <numerusform>%n job</numerusform>
            <numerusform>%n jobs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n other source(s)</source>
        <translation>
            <numerusform>%n other source</numerusform>
            <numerusform>%n other sources</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n receiver(s)</source>
        <translation>
            <numerusform>%n receiver</numerusform>
            <numerusform>%n receivers</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n panel(s)</source>
        <translation>
            <numerusform>%n panel</numerusform>
            <numerusform>%n panels</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n component(s)</source>
        <translation>
            <numerusform>%n component</numerusform>
            <numerusform>%n components</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n line(s)</source>
        <translation>
            <numerusform>%n line</numerusform>
            <numerusform>%n lines</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n fault(s)</source>
        <translation>
            <numerusform>%n fault</numerusform>
            <numerusform>%n faults</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>metrics, %n series</source>
        <translation>
            <numerusform>metrics, %n series</numerusform>
            <numerusform>metrics, %n series</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nocturne::ui::PasteDesk</name>
    <message numerus="yes">
        <source>Take over %n job(s)</source>
        <translation>
            <numerusform>Take over %n job</numerusform>
            <numerusform>Take over %n jobs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n job(s) are watched from now on</source>
        <translation>
            <numerusform>%n job is watched from now on</numerusform>
            <numerusform>%n jobs are watched from now on</numerusform>
        </translation>
    </message>
</context>
</TS>
