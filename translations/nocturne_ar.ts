<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ar">
<context>
    <name>AcknowledgeSheet</name>
    <message>
        <source>Acknowledge</source>
        <translation>تولّي</translation>
    </message>
    <message>
        <source>Your name</source>
        <translation>اسمك</translation>
    </message>
    <message>
        <source>Who takes it</source>
        <translation>من يتولّاه</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>تعليق</translation>
    </message>
    <message>
        <source>What you know or do about it</source>
        <translation>ما تعرفه أو تفعله بشأنه</translation>
    </message>
    <message>
        <source>It stays yours until it resolves. Should it fire again, it asks anew.</source>
        <translation>يبقى لك حتى ينتهي. وإن انطلق ثانيةً سأل من جديد.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>إلغاء</translation>
    </message>
    <message>
        <source>until</source>
        <translation>حتى</translation>
    </message>
    <message>
        <source>Also when it gets worse</source>
        <translation>حتى إذا ساء الأمر</translation>
    </message>
    <message>
        <source>It stays yours until it resolves or gets worse. Should it fire again, it asks anew.</source>
        <translation>يبقى لك حتى ينتهي أو يسوء. وإن عاد سأل من جديد.</translation>
    </message>
    <message>
        <source>The disk is slow: it is being written. It goes on when you cancel.</source>
        <translation>القرص بطيء: تجري الكتابة الآن. الإلغاء لا يوقفها.</translation>
    </message>
</context>
<context>
    <name>AlertCounts</name>
    <message numerus="yes">
        <source>%n critical</source>
        <translation>
            <numerusform>%n حرج</numerusform>
            <numerusform>%n حرج</numerusform>
            <numerusform>%n حرج</numerusform>
            <numerusform>%n حرج</numerusform>
            <numerusform>%n حرج</numerusform>
            <numerusform>%n حرج</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n error(s)</source>
        <translation>
            <numerusform>%n خطأ</numerusform>
            <numerusform>%n خطأ</numerusform>
            <numerusform>خطآن</numerusform>
            <numerusform>%n أخطاء</numerusform>
            <numerusform>%n خطأ</numerusform>
            <numerusform>%n خطأ</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n warning(s)</source>
        <translation>
            <numerusform>%n تحذير</numerusform>
            <numerusform>%n تحذير</numerusform>
            <numerusform>تحذيران</numerusform>
            <numerusform>%n تحذيرات</numerusform>
            <numerusform>%n تحذيرًا</numerusform>
            <numerusform>%n تحذير</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n unknown</source>
        <translation>
            <numerusform>%n مجهول</numerusform>
            <numerusform>%n مجهول</numerusform>
            <numerusform>%n مجهول</numerusform>
            <numerusform>%n مجهول</numerusform>
            <numerusform>%n مجهول</numerusform>
            <numerusform>%n مجهول</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n notice(s)</source>
        <translation>
            <numerusform>%n إنذار</numerusform>
            <numerusform>%n إنذار</numerusform>
            <numerusform>إنذاران</numerusform>
            <numerusform>%n إنذارات</numerusform>
            <numerusform>%n إنذارًا</numerusform>
            <numerusform>%n إنذار</numerusform>
        </translation>
    </message>
    <message>
        <source>nothing is firing</source>
        <translation>لا شيء منطلق</translation>
    </message>
    <message>
        <source>nothing is known yet</source>
        <translation>لا شيء معلوم بعد</translation>
    </message>
    <message>
        <source>nothing is firing, as far as known</source>
        <translation>لا شيء منطلق فيما يُعلم</translation>
    </message>
    <message numerus="yes">
        <source>%n degraded</source>
        <translation>
            <numerusform>لا متدهور</numerusform>
            <numerusform>مصدر متدهور</numerusform>
            <numerusform>مصدران متدهوران</numerusform>
            <numerusform>%n مصادر متدهورة</numerusform>
            <numerusform>%n مصدرًا متدهورًا</numerusform>
            <numerusform>%n مصدر متدهور</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>AlertListPanel</name>
    <message>
        <source>Not known: no data since %1</source>
        <translation>غير معروف: لا بيانات منذ %1</translation>
    </message>
    <message>
        <source>No active alerts</source>
        <translation>لا تنبيهات نشطة</translation>
    </message>
    <message>
        <source>Active alerts</source>
        <translation>الإنذارات النشطة</translation>
    </message>
    <message>
        <source>Acknowledge…</source>
        <translation>تولّي…</translation>
    </message>
    <message>
        <source>Put off…</source>
        <translation>تأجيل…</translation>
    </message>
    <message>
        <source>Silence…</source>
        <translation>إسكات…</translation>
    </message>
    <message>
        <source>Give back</source>
        <translation>إعادة</translation>
    </message>
    <message>
        <source>Open its evidence</source>
        <translation>فتح الأدلة</translation>
    </message>
</context>
<context>
    <name>AlertPane</name>
    <message>
        <source>Choose an alert</source>
        <translation>اختر إنذارًا</translation>
    </message>
    <message>
        <source>This alert is over and forgotten</source>
        <translation>انتهى هذا الإنذار ونُسي</translation>
    </message>
    <message>
        <source>Its rule, its labels and who has it are shown here.</source>
        <translation>هنا تظهر قاعدته ووسومه ومن يتولّاه.</translation>
    </message>
    <message>
        <source>Give back</source>
        <translation>إعادة</translation>
    </message>
    <message>
        <source>Acknowledge</source>
        <translation>تولّي</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>إغلاق</translation>
    </message>
    <message>
        <source>State</source>
        <translation>الحالة</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>بدأ</translation>
    </message>
    <message>
        <source>Taken by</source>
        <translation>تولّاه</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>تعليق</translation>
    </message>
    <message>
        <source>Reported by</source>
        <translation>أبلغ عنه</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>الوصف</translation>
    </message>
    <message>
        <source>Runbook</source>
        <translation>دليل الإجراء</translation>
    </message>
    <message>
        <source>open on %1</source>
        <translation>افتح على %1</translation>
    </message>
    <message>
        <source>Put off</source>
        <translation>تأجيل</translation>
    </message>
    <message>
        <source>Silence</source>
        <translation>إسكات</translation>
    </message>
    <message>
        <source>Listen again</source>
        <translation>الاستماع مجددًا</translation>
    </message>
    <message>
        <source>Quiet</source>
        <translation>صامت</translation>
    </message>
    <message>
        <source>flapping</source>
        <translation>متذبذب</translation>
    </message>
    <message>
        <source>Downtime</source>
        <translation>صيانة</translation>
    </message>
    <message>
        <source>Plan work on what it watches</source>
        <translation>خطّط عملًا على ما يراقبه</translation>
    </message>
    <message>
        <source>Elsewhere</source>
        <translation>في مكان آخر</translation>
    </message>
</context>
<context>
    <name>AlertRow</name>
    <message>
        <source>%1, %2, %3</source>
        <translation>%1، %2، %3</translation>
    </message>
    <message>
        <source>acknowledged by %1</source>
        <translation>تولّاه %1</translation>
    </message>
    <message>
        <source>Resolved</source>
        <translation>منتهية</translation>
    </message>
    <message>
        <source>Acknowledge</source>
        <translation>تولّي</translation>
    </message>
    <message>
        <source>flapping</source>
        <translation>متذبذب</translation>
    </message>
</context>
<context>
    <name>AlertsPage</name>
    <message>
        <source>Alerts</source>
        <translation>الإنذارات</translation>
    </message>
    <message>
        <source>move</source>
        <translation>تنقّل</translation>
    </message>
    <message>
        <source>acknowledge</source>
        <translation>تولّي</translation>
    </message>
    <message>
        <source>open</source>
        <translation>فتح</translation>
    </message>
    <message numerus="yes">
        <source>%n new, held while you look</source>
        <translation>
            <numerusform>%n جديد، بانتظار فراغك</numerusform>
            <numerusform>%n جديد، بانتظار فراغك</numerusform>
            <numerusform>%n جديد، بانتظار فراغك</numerusform>
            <numerusform>%n جديد، بانتظار فراغك</numerusform>
            <numerusform>%n جديد، بانتظار فراغك</numerusform>
            <numerusform>%n جديد، بانتظار فراغك</numerusform>
        </translation>
    </message>
    <message>
        <source>No alert matches the filter</source>
        <translation>لا إنذار يطابق التصفية</translation>
    </message>
    <message>
        <source>Nobody has taken an alert</source>
        <translation>لم يتولَّ أحدٌ إنذارًا</translation>
    </message>
    <message>
        <source>Nothing resolved in the last quarter of an hour</source>
        <translation>لم ينته شيء في ربع الساعة الأخير</translation>
    </message>
    <message>
        <source>Nothing is firing</source>
        <translation>لا شيء منطلق</translation>
    </message>
    <message>
        <source>No source is watched yet: the Targets page tells how to add one.</source>
        <translation>لا مصدر مراقَب بعد: صفحة الأهداف تبيّن كيف يضاف مصدر.</translation>
    </message>
    <message numerus="yes">
        <source>But %n source(s) cannot be asked: what they would say is not known.</source>
        <translation>
            <numerusform>لكن %n من المصادر لا يمكن سؤالها: وما كانت ستقوله مجهول.</numerusform>
            <numerusform>لكن %n من المصادر لا يمكن سؤالها: وما كانت ستقوله مجهول.</numerusform>
            <numerusform>لكن %n من المصادر لا يمكن سؤالها: وما كانت ستقوله مجهول.</numerusform>
            <numerusform>لكن %n من المصادر لا يمكن سؤالها: وما كانت ستقوله مجهول.</numerusform>
            <numerusform>لكن %n من المصادر لا يمكن سؤالها: وما كانت ستقوله مجهول.</numerusform>
            <numerusform>لكن %n من المصادر لا يمكن سؤالها: وما كانت ستقوله مجهول.</numerusform>
        </translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>مسح التصفية</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>تراجع</translation>
    </message>
    <message>
        <source>Nothing is known yet</source>
        <translation>لا شيء معلوم بعد</translation>
    </message>
    <message>
        <source>%1 is heard again</source>
        <translation>%1 مسموع من جديد</translation>
    </message>
    <message>
        <source>put off</source>
        <translation>تأجيل</translation>
    </message>
    <message>
        <source>silence</source>
        <translation>إسكات</translation>
    </message>
    <message>
        <source>The silence is made</source>
        <translation>تم الإسكات</translation>
    </message>
    <message numerus="yes">
        <source>%n alert(s)</source>
        <translation>
            <numerusform>لا إنذارات</numerusform>
            <numerusform>إنذار واحد</numerusform>
            <numerusform>إنذاران</numerusform>
            <numerusform>%n إنذارات</numerusform>
            <numerusform>%n إنذارًا</numerusform>
            <numerusform>%n إنذار</numerusform>
        </translation>
    </message>
    <message>
        <source>Taken back</source>
        <translation>تمّ التراجع</translation>
    </message>
    <message>
        <source>%1: open again</source>
        <translation>%1: مفتوح مجددًا</translation>
    </message>
    <message>
        <source>This alert names no runbook</source>
        <translation>لا يذكر هذا الإنذار دليل تشغيل</translation>
    </message>
    <message>
        <source>Silences</source>
        <translation>الإسكاتات</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>مسافة</translation>
    </message>
    <message>
        <source>choose</source>
        <translation>اختيار</translation>
    </message>
    <message>
        <source>undo</source>
        <translation>تراجع</translation>
    </message>
    <message numerus="yes">
        <source>%n new, paused</source>
        <translation>
            <numerusform>لا جديد، متوقّفة</numerusform>
            <numerusform>جديد واحد، متوقّفة</numerusform>
            <numerusform>جديدان، متوقّفة</numerusform>
            <numerusform>%n جديدة، متوقّفة</numerusform>
            <numerusform>%n جديدًا، متوقّفة</numerusform>
            <numerusform>%n جديد، متوقّفة</numerusform>
        </translation>
    </message>
    <message>
        <source>You have taken no alert</source>
        <translation>لم تتولَّ أيّ إنذار</translation>
    </message>
    <message>
        <source>No alert is kept quiet</source>
        <translation>لا إنذار مُسكَت</translation>
    </message>
    <message>
        <source>%1: yours</source>
        <translation>%1: لك</translation>
    </message>
    <message>
        <source>%1: put off</source>
        <translation>%1: مؤجّل</translation>
    </message>
    <message>
        <source>The silence is changed</source>
        <translation>تغيّر الإسكات</translation>
    </message>
    <message>
        <source>Downtimes</source>
        <translation>الصيانات</translation>
    </message>
    <message>
        <source>History</source>
        <translation>السجلّ</translation>
    </message>
    <message>
        <source>The downtime is changed</source>
        <translation>تغيّرت الصيانة</translation>
    </message>
    <message>
        <source>The downtime is planned</source>
        <translation>خُطّطت الصيانة</translation>
    </message>
    <message>
        <source>The disk is slow: it is being written</source>
        <translation>القرص بطيء: تجري الكتابة الآن</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>القواعد</translation>
    </message>
    <message>
        <source>The rule %1 is at work</source>
        <translation>القاعدة %1 تعمل</translation>
    </message>
    <message>
        <source>The rule %1 is removed</source>
        <translation>أزيلت القاعدة %1</translation>
    </message>
</context>
<context>
    <name>AlertMakers</name>
    <message>
        <source>Downtime</source>
        <translation>صيانة</translation>
    </message>
    <message>
        <source>Silence</source>
        <translation>إسكات</translation>
    </message>
    <message>
        <source>Plan work during which nobody need hear of alerts</source>
        <translation>خطّط عملًا لا يلزم خلاله أن يسمع أحد بالإنذارات</translation>
    </message>
    <message>
        <source>Keep alerts quiet that have certain labels</source>
        <translation>أبقِ الإنذارات ذات وسوم معيّنة صامتة</translation>
    </message>
    <message>
        <source>New rule</source>
        <translation>قاعدة جديدة</translation>
    </message>
    <message>
        <source>Alert when a value crosses a threshold</source>
        <translation>تنبيه عندما تتجاوز قيمة حدًّا</translation>
    </message>
    <message>
        <source>New</source>
        <translation>جديد</translation>
    </message>
</context>
<context>
    <name>BarPanel</name>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>لا مزيد</numerusform>
            <numerusform>واحد آخر</numerusform>
            <numerusform>اثنان آخران</numerusform>
            <numerusform>%n أخرى</numerusform>
            <numerusform>%n أخرى</numerusform>
            <numerusform>%n أخرى</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <source>Search pages, dashboards and actions</source>
        <translation>ابحث في الصفحات واللوحات والأوامر</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>الأوامر</translation>
    </message>
    <message>
        <source>Nothing is called that</source>
        <translation>لا شيء بهذا الاسم</translation>
    </message>
</context>
<context>
    <name>DashboardPage</name>
    <message>
        <source>Dashboards</source>
        <translation>اللوحات</translation>
    </message>
    <message>
        <source>Choose another dashboard</source>
        <translation>اختر لوحة أخرى</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>No dashboard yet</source>
        <translation>لا لوحة بعد</translation>
    </message>
    <message>
        <source>Dashboards appear here as soon as a source gives the metrics they need.</source>
        <translation>تظهر اللوحات هنا حالما يقدّم مصدر ما المقاييس التي تحتاجها.</translation>
    </message>
</context>
<context>
    <name>ExplorePage</name>
    <message>
        <source>Explore</source>
        <translation>استكشاف</translation>
    </message>
    <message>
        <source>data source</source>
        <translation>مصدر البيانات</translation>
    </message>
</context>
<context>
    <name>ExploreView</name>
    <message>
        <source>Expression</source>
        <translation>تعبير</translation>
    </message>
    <message>
        <source>An expression, such as rate(node_network_receive_bytes_total[5m])</source>
        <translation>تعبير مثل rate(node_network_receive_bytes_total[5m])</translation>
    </message>
    <message>
        <source>Newest</source>
        <translation>الأحدث</translation>
    </message>
    <message>
        <source>Over time</source>
        <translation>عبر الزمن</translation>
    </message>
    <message>
        <source>Switch between newest values and values over time</source>
        <translation>بدّل بين أحدث القيم والقيم عبر الزمن</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>تنفيذ</translation>
    </message>
    <message>
        <source>Ask for anything that is measured</source>
        <translation>اسأل عن أي شيء يُقاس</translation>
    </message>
    <message>
        <source>Type a metric&apos;s name and press Enter. Tab completes; Shift and Enter start a new line.</source>
        <translation>اكتب اسم مقياس واضغط Enter. يُكمل Tab الاسم، ويبدأ Shift مع Enter سطرًا جديدًا.</translation>
    </message>
    <message>
        <source>This session</source>
        <translation>هذه الجلسة</translation>
    </message>
    <message>
        <source>Nothing asked yet</source>
        <translation>لم يُسأل شيء بعد</translation>
    </message>
</context>
<context>
    <name>LegendList</name>
    <message>
        <source>Show only %1</source>
        <translation>اعرض %1 فقط</translation>
    </message>
</context>
<context>
    <name>LegendTable</name>
    <message>
        <source>Last</source>
        <translation>الأخير</translation>
    </message>
    <message>
        <source>Max</source>
        <translation>الأقصى</translation>
    </message>
    <message>
        <source>Min</source>
        <translation>الأدنى</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>المتوسط</translation>
    </message>
    <message>
        <source>Series</source>
        <translation>السلسلة</translation>
    </message>
    <message>
        <source>%1, last %2</source>
        <translation>%1، آخر قيمة %2</translation>
    </message>
</context>
<context>
    <name>LogField</name>
    <message>
        <source>Copy %1</source>
        <translation>انسخ %1</translation>
    </message>
    <message>
        <source>Only records with this %1</source>
        <translation>السجلات التي فيها هذا %1 فقط</translation>
    </message>
</context>
<context>
    <name>LogHistogram</name>
    <message>
        <source>Records over time: %1</source>
        <translation>السجلات عبر الزمن: %1</translation>
    </message>
    <message>
        <source>now</source>
        <translation>الآن</translation>
    </message>
</context>
<context>
    <name>LogPanel</name>
    <message>
        <source>Log</source>
        <translation>السجل</translation>
    </message>
    <message>
        <source>No records with %1</source>
        <translation>لا سجلات تحتوي على %1</translation>
    </message>
    <message>
        <source>No records</source>
        <translation>لا سجلات</translation>
    </message>
    <message>
        <source>Add a file or the journal under Logs</source>
        <translation>أضف ملفًا أو دفتر النظام ضمن السجلات</translation>
    </message>
    <message>
        <source>No records come from %1</source>
        <translation>لا تأتي سجلات من %1</translation>
    </message>
</context>
<context>
    <name>LogRow</name>
    <message>
        <source>Debug</source>
        <translation>تنقيح</translation>
    </message>
    <message>
        <source>Info</source>
        <translation>معلومة</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>تحذير</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>خطأ</translation>
    </message>
    <message>
        <source>trace %1</source>
        <translation>تتبّع %1</translation>
    </message>
    <message>
        <source>source</source>
        <translation>المصدر</translation>
    </message>
</context>
<context>
    <name>LogsPage</name>
    <message>
        <source>Logs</source>
        <translation>السجلات</translation>
    </message>
    <message>
        <source>level</source>
        <translation>المستوى</translation>
    </message>
    <message>
        <source>all</source>
        <translation>الكل</translation>
    </message>
    <message>
        <source>info and above</source>
        <translation>معلومة فأعلى</translation>
    </message>
    <message>
        <source>warning and above</source>
        <translation>تحذير فأعلى</translation>
    </message>
    <message>
        <source>error</source>
        <translation>خطأ</translation>
    </message>
    <message>
        <source>service</source>
        <translation>الخدمة</translation>
    </message>
    <message>
        <source>Wrap</source>
        <translation>التفاف</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>إيقاف</translation>
    </message>
    <message>
        <source>Follow</source>
        <translation>متابعة</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>مسافة</translation>
    </message>
    <message>
        <source>stop</source>
        <translation>إيقاف</translation>
    </message>
    <message>
        <source>follow</source>
        <translation>متابعة</translation>
    </message>
    <message>
        <source>unfold</source>
        <translation>بسط</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>السجل</translation>
    </message>
    <message numerus="yes">
        <source>%n new, show</source>
        <translation>
            <numerusform>%n جديد، أظهر</numerusform>
            <numerusform>%n جديد، أظهر</numerusform>
            <numerusform>%n جديد، أظهر</numerusform>
            <numerusform>%n جديد، أظهر</numerusform>
            <numerusform>%n جديد، أظهر</numerusform>
            <numerusform>%n جديد، أظهر</numerusform>
        </translation>
    </message>
    <message>
        <source>Searching</source>
        <translation>جارٍ البحث</translation>
    </message>
    <message>
        <source>No record matches</source>
        <translation>لا قيد يطابق</translation>
    </message>
    <message>
        <source>No log is read yet</source>
        <translation>لا سجل يُقرأ بعد</translation>
    </message>
    <message>
        <source>Clear the filters</source>
        <translation>مسح التصفيات</translation>
    </message>
    <message>
        <source>range</source>
        <translation>المدى</translation>
    </message>
    <message>
        <source>words, field=value, /pattern/</source>
        <translation>كلمات، حقل=قيمة، /نمط/</translation>
    </message>
    <message>
        <source>%1, show all</source>
        <translation>%1، أظهر الكل</translation>
    </message>
    <message>
        <source>This cannot be searched for</source>
        <translation>لا يمكن البحث عن هذا</translation>
    </message>
    <message>
        <source>Name files, the journal or syslog under logs in nocturne.yml.</source>
        <translation>سمِّ ملفات أو السجل أو syslog تحت logs في nocturne.yml.</translation>
    </message>
    <message>
        <source>from</source>
        <translation>من</translation>
    </message>
    <message>
        <source>A query in LogQL</source>
        <translation>استعلام بلغة LogQL</translation>
    </message>
    <message>
        <source>No records come from %1</source>
        <translation>لا تأتي سجلات من %1</translation>
    </message>
    <message>
        <source>Nothing matches the query</source>
        <translation>لا شيء يطابق الاستعلام</translation>
    </message>
</context>
<context>
    <name>OverviewPage</name>
    <message>
        <source>Overview</source>
        <translation>نظرة عامة</translation>
    </message>
    <message>
        <source>Alerts</source>
        <translation>الإنذارات</translation>
    </message>
    <message>
        <source>firing</source>
        <translation>منطلق</translation>
    </message>
    <message>
        <source>%1 active, %2 acknowledged, %3 pending</source>
        <translation>%1 نشطة، %2 متولّاة، %3 معلّقة</translation>
    </message>
    <message>
        <source>Sources</source>
        <translation>المصادر</translation>
    </message>
    <message>
        <source>of %1</source>
        <translation>من %1</translation>
    </message>
    <message>
        <source>none is watched yet</source>
        <translation>لا شيء مراقَب بعد</translation>
    </message>
    <message>
        <source>%1 down, %2 degraded, %3 waiting</source>
        <translation>%1 متوقفة، %2 متدهورة، %3 منتظرة</translation>
    </message>
    <message>
        <source>Series</source>
        <translation>السلاسل</translation>
    </message>
    <message>
        <source>%1 samples per second</source>
        <translation>%1 عينة في الثانية</translation>
    </message>
    <message>
        <source>Oldest reading</source>
        <translation>أقدم قراءة</translation>
    </message>
    <message>
        <source>no source has spoken yet</source>
        <translation>لم يتكلم مصدر بعد</translation>
    </message>
    <message>
        <source>since the quietest source last spoke</source>
        <translation>منذ آخر كلام لأصمت مصدر</translation>
    </message>
    <message>
        <source>Alerts, worst first</source>
        <translation>الإنذارات، الأسوأ أولًا</translation>
    </message>
    <message numerus="yes">
        <source>%n new</source>
        <translation>
            <numerusform>%n جديد</numerusform>
            <numerusform>%n جديد</numerusform>
            <numerusform>%n جديد</numerusform>
            <numerusform>%n جديد</numerusform>
            <numerusform>%n جديد</numerusform>
            <numerusform>%n جديد</numerusform>
        </translation>
    </message>
    <message>
        <source>Open the alerts page</source>
        <translation>افتح صفحة الإنذارات</translation>
    </message>
    <message>
        <source>Nothing is firing</source>
        <translation>لا شيء منطلق</translation>
    </message>
    <message>
        <source>No source is watched yet.</source>
        <translation>لا مصدر مراقَب بعد.</translation>
    </message>
    <message numerus="yes">
        <source>But %n source(s) cannot be asked: what they would say is not known.</source>
        <translation>
            <numerusform>لكن %n من المصادر لا يمكن سؤالها: وما كانت ستقوله مجهول.</numerusform>
            <numerusform>لكن %n من المصادر لا يمكن سؤالها: وما كانت ستقوله مجهول.</numerusform>
            <numerusform>لكن %n من المصادر لا يمكن سؤالها: وما كانت ستقوله مجهول.</numerusform>
            <numerusform>لكن %n من المصادر لا يمكن سؤالها: وما كانت ستقوله مجهول.</numerusform>
            <numerusform>لكن %n من المصادر لا يمكن سؤالها: وما كانت ستقوله مجهول.</numerusform>
            <numerusform>لكن %n من المصادر لا يمكن سؤالها: وما كانت ستقوله مجهول.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n source(s) watched</source>
        <translation>
            <numerusform>%n من المصادر مراقَب</numerusform>
            <numerusform>%n من المصادر مراقَب</numerusform>
            <numerusform>%n من المصادر مراقَب</numerusform>
            <numerusform>%n من المصادر مراقَب</numerusform>
            <numerusform>%n من المصادر مراقَب</numerusform>
            <numerusform>%n من المصادر مراقَب</numerusform>
        </translation>
    </message>
    <message>
        <source>Sources, worst first</source>
        <translation>المصادر، الأسوأ أولًا</translation>
    </message>
    <message>
        <source>Open the targets page</source>
        <translation>افتح صفحة الأهداف</translation>
    </message>
    <message>
        <source>No source is watched yet</source>
        <translation>لا مصدر مراقَب بعد</translation>
    </message>
    <message>
        <source>Log, warning and above</source>
        <translation>السجل، تحذير فأعلى</translation>
    </message>
    <message>
        <source>Open the logs page</source>
        <translation>افتح صفحة السجلات</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>السجل</translation>
    </message>
    <message>
        <source>Searching</source>
        <translation>جارٍ البحث</translation>
    </message>
    <message>
        <source>No warning and no error</source>
        <translation>لا تحذير ولا خطأ</translation>
    </message>
    <message>
        <source>Nothing is known yet</source>
        <translation>لا شيء معلوم بعد</translation>
    </message>
    <message>
        <source>Services</source>
        <translation>الخدمات</translation>
    </message>
    <message>
        <source>all groups of checks are up</source>
        <translation>كل مجموعات الفحوص تعمل</translation>
    </message>
    <message>
        <source>%1 down, %2 unreachable, %3 in maintenance</source>
        <translation>%1 متوقف، %2 يتعذر الوصول إليه، %3 في الصيانة</translation>
    </message>
    <message>
        <source>Add a source</source>
        <translation>إضافة مصدر</translation>
    </message>
    <message>
        <source>Paste an address, or add scrape_configs, health_checks or streams to nocturne.yml; an existing prometheus.yml works as it is.</source>
        <translation>الصق عنوانًا، أو أضف scrape_configs أو health_checks أو streams إلى nocturne.yml؛ وملف prometheus.yml موجود يعمل كما هو.</translation>
    </message>
</context>
<context>
    <name>PageLoader</name>
    <message>
        <source>This page could not be loaded</source>
        <translation>تعذّر تحميل هذه الصفحة</translation>
    </message>
    <message>
        <source>The other pages go on working. The program&apos;s log says what is missing.</source>
        <translation>بقية الصفحات تعمل. وسجل البرنامج يبيّن الناقص.</translation>
    </message>
</context>
<context>
    <name>PanelSkeleton</name>
    <message>
        <source>Loading</source>
        <translation>جارٍ التحميل</translation>
    </message>
</context>
<context>
    <name>PanelView</name>
    <message>
        <source>Back to the dashboard (v)</source>
        <translation>العودة إلى اللوحة (v)</translation>
    </message>
    <message>
        <source>View alone (v)</source>
        <translation>اعرضها وحدها (v)</translation>
    </message>
    <message>
        <source>This could not be read</source>
        <translation>تعذّرت القراءة</translation>
    </message>
    <message>
        <source>No data since %1</source>
        <translation>لا بيانات منذ %1</translation>
    </message>
    <message>
        <source>No value now</source>
        <translation>لا قيمة الآن</translation>
    </message>
    <message>
        <source>No data in this range</source>
        <translation>لا بيانات في هذا المدى</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>اسأل مجددًا</translation>
    </message>
    <message>
        <source>Inspect the queries (i)</source>
        <translation>فحص الاستعلامات (i)</translation>
    </message>
    <message>
        <source>Metric not exposed (yet)</source>
        <translation>المقياس غير معروض (بعد)</translation>
    </message>
    <message>
        <source>The metric is known, but nothing matches the variables, or nothing was counted yet</source>
        <translation>المقياس معروف، لكن لا شيء يطابق المتغيرات، أو لم يُحصَ شيء بعد</translation>
    </message>
    <message>
        <source>Alert on this (a)</source>
        <translation>نبّه على هذا (a)</translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>Pages</source>
        <translation>الصفحات</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>نظرة عامة</translation>
    </message>
    <message>
        <source>Dashboards</source>
        <translation>اللوحات</translation>
    </message>
    <message>
        <source>Explore</source>
        <translation>استكشاف</translation>
    </message>
    <message>
        <source>Alerts</source>
        <translation>الإنذارات</translation>
    </message>
    <message>
        <source>Targets</source>
        <translation>الأهداف</translation>
    </message>
    <message>
        <source>Logs</source>
        <translation>السجلات</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>الإعدادات</translation>
    </message>
    <message>
        <source>Unfold the navigation</source>
        <translation>بسط التنقل</translation>
    </message>
    <message>
        <source>Fold the navigation</source>
        <translation>طيّ التنقل</translation>
    </message>
</context>
<context>
    <name>RailItem</name>
    <message>
        <source>%1, %2 %3</source>
        <translation>%1، %2 %3</translation>
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
        <translation>الإعدادات</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>المظهر</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>السمة</translation>
    </message>
    <message>
        <source>Night</source>
        <translation>ليل</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>نهار</translation>
    </message>
    <message>
        <source>Contrast, dark</source>
        <translation>تباين، داكن</translation>
    </message>
    <message>
        <source>Contrast, light</source>
        <translation>تباين، فاتح</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>كالنظام</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>اللغة</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>حجم النص</translation>
    </message>
    <message>
        <source>80 to 300 per cent; rows and controls grow along</source>
        <translation>من 80 إلى 300 بالمئة؛ وتكبر الصفوف وأدوات التحكم معه</translation>
    </message>
    <message>
        <source>Smaller text</source>
        <translation>نص أصغر</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Larger text</source>
        <translation>نص أكبر</translation>
    </message>
    <message>
        <source>Density</source>
        <translation>الكثافة</translation>
    </message>
    <message>
        <source>Compact</source>
        <translation>مكثّفة</translation>
    </message>
    <message>
        <source>Comfortable</source>
        <translation>مريحة</translation>
    </message>
    <message>
        <source>Touch</source>
        <translation>لمس</translation>
    </message>
    <message>
        <source>Reduced motion</source>
        <translation>حركة أقل</translation>
    </message>
    <message>
        <source>Nothing fades or slides</source>
        <translation>لا شيء يتلاشى أو ينزلق</translation>
    </message>
    <message>
        <source>You</source>
        <translation>أنت</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>الاسم</translation>
    </message>
    <message>
        <source>Stands beside the alerts you acknowledge</source>
        <translation>يظهر بجانب الإنذارات التي تتولّاها</translation>
    </message>
    <message>
        <source>About</source>
        <translation>حول</translation>
    </message>
    <message>
        <source>Version %1</source>
        <translation>الإصدار %1</translation>
    </message>
    <message>
        <source>Free software under the GNU General Public License, version 3 or later. It comes without any warranty.</source>
        <translation>برنامج حر برخصة غنو العمومية العامة، الإصدار 3 أو ما بعده. بلا أي ضمان.</translation>
    </message>
    <message>
        <source>Built with Qt, Qt Charts, SQLite, libcurl, RE2, yaml-cpp and simdjson; set in Inter and JetBrains Mono.</source>
        <translation>مبني بـ Qt وQt Charts وSQLite وlibcurl وRE2 وyaml-cpp وsimdjson؛ بخطّي Inter وJetBrains Mono.</translation>
    </message>
    <message>
        <source>Look and person</source>
        <translation>المظهر والشخص</translation>
    </message>
    <message>
        <source>Desktop and sound</source>
        <translation>سطح المكتب والصوت</translation>
    </message>
    <message>
        <source>Receivers</source>
        <translation>المستلمون</translation>
    </message>
    <message>
        <source>Look around this computer</source>
        <translation>استكشاف هذا الحاسوب</translation>
    </message>
    <message>
        <source>At a start without a configuration, for services to offer; nothing else is asked</source>
        <translation>عند تشغيل بلا إعدادات، بحثًا عن خدمات تُعرض؛ ولا يُسأل غير ذلك</translation>
    </message>
</context>
<context>
    <name>ShortcutSheet</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>اختصارات المفاتيح</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>في كل مكان</translation>
    </message>
    <message>
        <source>Search or run a command</source>
        <translation>ابحث أو نفّذ أمرًا</translation>
    </message>
    <message>
        <source>These shortcuts</source>
        <translation>هذه الاختصارات</translation>
    </message>
    <message>
        <source>Ask all sources now</source>
        <translation>اسأل كل المصادر الآن</translation>
    </message>
    <message>
        <source>Wall display</source>
        <translation>عرض الحائط</translation>
    </message>
    <message>
        <source>Leave the wall display</source>
        <translation>مغادرة عرض الحائط</translation>
    </message>
    <message>
        <source>Esc, held</source>
        <translation>Esc مع الضغط</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>ملء الشاشة</translation>
    </message>
    <message>
        <source>Fold the navigation</source>
        <translation>طيّ التنقل</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>إنهاء</translation>
    </message>
    <message>
        <source>Go to</source>
        <translation>اذهب إلى</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>نظرة عامة</translation>
    </message>
    <message>
        <source>Dashboards</source>
        <translation>اللوحات</translation>
    </message>
    <message>
        <source>Explore</source>
        <translation>استكشاف</translation>
    </message>
    <message>
        <source>Alerts</source>
        <translation>الإنذارات</translation>
    </message>
    <message>
        <source>Targets</source>
        <translation>الأهداف</translation>
    </message>
    <message>
        <source>Logs</source>
        <translation>السجلات</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>الإعدادات</translation>
    </message>
    <message>
        <source>In lists</source>
        <translation>في القوائم</translation>
    </message>
    <message>
        <source>Next, previous</source>
        <translation>التالي، السابق</translation>
    </message>
    <message>
        <source>Acknowledge</source>
        <translation>تولّي</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>فتح</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>تصفية</translation>
    </message>
    <message>
        <source>Follow or stop the log</source>
        <translation>متابعة السجل أو إيقافه</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>مسافة</translation>
    </message>
    <message>
        <source>Ask this source now</source>
        <translation>اسأل هذا المصدر الآن</translation>
    </message>
    <message>
        <source>On a panel</source>
        <translation>على لوحة</translation>
    </message>
    <message>
        <source>View alone, or back</source>
        <translation>عرض منفرد، أو رجوع</translation>
    </message>
    <message>
        <source>Inspect the queries</source>
        <translation>فحص الاستعلامات</translation>
    </message>
    <message>
        <source>Inspect while typing</source>
        <translation>فحص أثناء الكتابة</translation>
    </message>
    <message>
        <source>Warnings about the query</source>
        <translation>تحذيرات عن الاستعلام</translation>
    </message>
    <message>
        <source>Put off</source>
        <translation>تأجيل</translation>
    </message>
    <message>
        <source>Silence</source>
        <translation>إسكات</translation>
    </message>
    <message>
        <source>Choose</source>
        <translation>اختيار</translation>
    </message>
    <message>
        <source>Acknowledge the group</source>
        <translation>تولّي المجموعة</translation>
    </message>
    <message>
        <source>Shift</source>
        <translation>Shift</translation>
    </message>
    <message>
        <source>Undo, or give back</source>
        <translation>تراجع، أو إعادة</translation>
    </message>
    <message>
        <source>Runbook of the alert</source>
        <translation>دليل تشغيل الإنذار</translation>
    </message>
    <message>
        <source>Pause the list of alerts</source>
        <translation>إيقاف قائمة الإنذارات مؤقتًا</translation>
    </message>
    <message>
        <source>Silences, downtimes: new, change, later, end, again</source>
        <translation>الإسكاتات والصيانات: جديد، تغيير، لاحقًا، إنهاء، مجددًا</translation>
    </message>
</context>
<context>
    <name>SourceRow</name>
    <message>
        <source>%1, %2, %3</source>
        <translation>%1، %2، %3</translation>
    </message>
    <message>
        <source>Ask %1 now</source>
        <translation>اسأل %1 الآن</translation>
    </message>
    <message>
        <source>Fold</source>
        <translation>طيّ</translation>
    </message>
    <message>
        <source>Unfold</source>
        <translation>بسط</translation>
    </message>
    <message numerus="yes">
        <source>in this state since %1, %n failure(s) since the start</source>
        <translation>
            <numerusform>على هذه الحالة منذ %1، %n من الإخفاقات منذ البدء</numerusform>
            <numerusform>على هذه الحالة منذ %1، %n من الإخفاقات منذ البدء</numerusform>
            <numerusform>على هذه الحالة منذ %1، %n من الإخفاقات منذ البدء</numerusform>
            <numerusform>على هذه الحالة منذ %1، %n من الإخفاقات منذ البدء</numerusform>
            <numerusform>على هذه الحالة منذ %1، %n من الإخفاقات منذ البدء</numerusform>
            <numerusform>على هذه الحالة منذ %1، %n من الإخفاقات منذ البدء</numerusform>
        </translation>
    </message>
    <message>
        <source>in this state since %1</source>
        <translation>على هذه الحالة منذ %1</translation>
    </message>
    <message>
        <source>last failing body, %1</source>
        <translation>آخر محتوى فاشل، %1</translation>
    </message>
</context>
<context>
    <name>SourceTile</name>
    <message>
        <source>%1, %2, %3</source>
        <translation>%1، %2، %3</translation>
    </message>
</context>
<context>
    <name>StatPanel</name>
    <message>
        <source>of %1</source>
        <translation>من %1</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 من %2</translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>Status</source>
        <translation>الحالة</translation>
    </message>
    <message numerus="yes">
        <source>%n acknowledged</source>
        <translation>
            <numerusform>%n متولّاة</numerusform>
            <numerusform>%n متولّاة</numerusform>
            <numerusform>%n متولّاة</numerusform>
            <numerusform>%n متولّاة</numerusform>
            <numerusform>%n متولّاة</numerusform>
            <numerusform>%n متولّاة</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n source(s)</source>
        <translation>
            <numerusform>%n مصدر</numerusform>
            <numerusform>مصدر واحد</numerusform>
            <numerusform>مصدران</numerusform>
            <numerusform>%n مصادر</numerusform>
            <numerusform>%n مصدرًا</numerusform>
            <numerusform>%n مصدر</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n down</source>
        <translation>
            <numerusform>%n متوقف</numerusform>
            <numerusform>%n متوقف</numerusform>
            <numerusform>%n متوقف</numerusform>
            <numerusform>%n متوقف</numerusform>
            <numerusform>%n متوقف</numerusform>
            <numerusform>%n متوقف</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 series, %2 samples/s</source>
        <translation>%1 سلسلة، %2 عينة/ث</translation>
    </message>
    <message>
        <source>oldest reading %1</source>
        <translation>أقدم قراءة %1</translation>
    </message>
</context>
<context>
    <name>TablePanel</name>
    <message>
        <source>Table of newest values</source>
        <translation>جدول أحدث القيم</translation>
    </message>
    <message>
        <source>Sort by %1</source>
        <translation>رتّب حسب %1</translation>
    </message>
</context>
<context>
    <name>TargetsPage</name>
    <message>
        <source>Targets and checks</source>
        <translation>الأهداف والفحوص</translation>
    </message>
    <message>
        <source>All</source>
        <translation>الكل</translation>
    </message>
    <message>
        <source>With problems</source>
        <translation>ذات مشكلات</translation>
    </message>
    <message>
        <source>Filter by name, job or address</source>
        <translation>تصفية بالاسم أو المهمة أو العنوان</translation>
    </message>
    <message>
        <source>Ask all now</source>
        <translation>اسأل الكل الآن</translation>
    </message>
    <message>
        <source>move</source>
        <translation>تنقّل</translation>
    </message>
    <message>
        <source>unfold</source>
        <translation>بسط</translation>
    </message>
    <message>
        <source>ask now</source>
        <translation>اسأل الآن</translation>
    </message>
    <message>
        <source>State</source>
        <translation>الحالة</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>المصدر</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>النوع</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>العنوان</translation>
    </message>
    <message>
        <source>Last heard</source>
        <translation>آخر سماع</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>استغرق</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>العينات</translation>
    </message>
    <message>
        <source>Every</source>
        <translation>كل</translation>
    </message>
    <message>
        <source>Sources</source>
        <translation>المصادر</translation>
    </message>
    <message>
        <source>No source is watched yet</source>
        <translation>لا مصدر مراقَب بعد</translation>
    </message>
    <message>
        <source>No source matches the filter</source>
        <translation>لا مصدر يطابق التصفية</translation>
    </message>
    <message>
        <source>No source has a problem</source>
        <translation>لا مصدر به مشكلة</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>أظهر الكل</translation>
    </message>
    <message>
        <source>Add a source</source>
        <translation>إضافة مصدر</translation>
    </message>
    <message>
        <source>Try a mapping</source>
        <translation>تجربة تعيين</translation>
    </message>
    <message>
        <source>Paste an address, or add scrape_configs, health_checks or streams to nocturne.yml; an existing prometheus.yml works as it is.</source>
        <translation>الصق عنوانًا، أو أضف scrape_configs أو health_checks أو streams إلى nocturne.yml؛ وملف prometheus.yml موجود يعمل كما هو.</translation>
    </message>
</context>
<context>
    <name>TimeControls</name>
    <message>
        <source>Choose the range of time</source>
        <translation>اختر المدى الزمني</translation>
    </message>
    <message>
        <source>Range of time: %1</source>
        <translation>المدى الزمني: %1</translation>
    </message>
    <message>
        <source>Choose how often to refresh</source>
        <translation>اختر وتيرة التحديث</translation>
    </message>
    <message>
        <source>Refresh: %1</source>
        <translation>التحديث: %1</translation>
    </message>
    <message>
        <source>Refresh now</source>
        <translation>حدّث الآن</translation>
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
        <translation>من</translation>
    </message>
    <message>
        <source>to</source>
        <translation>إلى</translation>
    </message>
    <message>
        <source>To</source>
        <translation>إلى</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>عرض</translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation>أقدم</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>أحدث</translation>
    </message>
    <message>
        <source>Wider</source>
        <translation>أوسع</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>رجوع</translation>
    </message>
</context>
<context>
    <name>TopLine</name>
    <message>
        <source>Search or run a command</source>
        <translation>ابحث أو نفّذ أمرًا</translation>
    </message>
</context>
<context>
    <name>WallBanner</name>
    <message>
        <source>Critical alert</source>
        <translation>إنذار حرج</translation>
    </message>
</context>
<context>
    <name>WallLine</name>
    <message numerus="yes">
        <source>%n source(s)</source>
        <translation>
            <numerusform>%n مصدر</numerusform>
            <numerusform>مصدر واحد</numerusform>
            <numerusform>مصدران</numerusform>
            <numerusform>%n مصادر</numerusform>
            <numerusform>%n مصدرًا</numerusform>
            <numerusform>%n مصدر</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n down</source>
        <translation>
            <numerusform>%n متوقف</numerusform>
            <numerusform>%n متوقف</numerusform>
            <numerusform>%n متوقف</numerusform>
            <numerusform>%n متوقف</numerusform>
            <numerusform>%n متوقف</numerusform>
            <numerusform>%n متوقف</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Wording</name>
    <message>
        <source>%1 s</source>
        <translation>%1 ث</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 د</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 س</translation>
    </message>
    <message>
        <source>%1 d</source>
        <translation>%1 ي</translation>
    </message>
    <message>
        <source>never</source>
        <translation>أبدًا</translation>
    </message>
    <message>
        <source>%1 ago</source>
        <translation>قبل %1</translation>
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
        <translation>صحّح التعبير: %1</translation>
    </message>
    <message>
        <source>Choose a shorter range or select fewer series</source>
        <translation>اختر مدى أقصر أو سلاسل أقل</translation>
    </message>
    <message>
        <source>The data source does not answer; it is asked again</source>
        <translation>مصدر البيانات لا يجيب؛ سيُسأل مجددًا</translation>
    </message>
    <message>
        <source>It is asked again at the next refresh</source>
        <translation>يُسأل مجددًا عند التحديث التالي</translation>
    </message>
    <message>
        <source>unchanged in %1</source>
        <translation>دون تغيّر خلال %1</translation>
    </message>
    <message>
        <source>%1 points in %2</source>
        <translation>%1 نقطة خلال %2</translation>
    </message>
    <message>
        <source>%1 in %2</source>
        <translation>%1 خلال %2</translation>
    </message>
    <message>
        <source>no data since %1, %2</source>
        <translation>لا بيانات منذ %1، %2</translation>
    </message>
    <message>
        <source>%1 silent since %2</source>
        <translation>%1 صامت منذ %2</translation>
    </message>
    <message>
        <source>as of %1</source>
        <translation>حتى %1</translation>
    </message>
    <message>
        <source>part of it failed</source>
        <translation>أخفق جزء منها</translation>
    </message>
    <message numerus="yes">
        <source>%n more series</source>
        <translation>
            <numerusform>لا سلاسل أخرى</numerusform>
            <numerusform>سلسلة أخرى</numerusform>
            <numerusform>سلسلتان أخريان</numerusform>
            <numerusform>%n سلاسل أخرى</numerusform>
            <numerusform>%n سلسلة أخرى</numerusform>
            <numerusform>%n سلسلة أخرى</numerusform>
        </translation>
    </message>
    <message>
        <source>not answered since %1, %2: %3</source>
        <translation>لا جواب منذ %1، %2: %3</translation>
    </message>
    <message>
        <source>part of it is not answered since %1, %2: %3</source>
        <translation>جزء منه بلا جواب منذ %1، %2: %3</translation>
    </message>
</context>
<context>
    <name>nocturne::panels::TableModel</name>
    <message>
        <source>up</source>
        <translation>يعمل</translation>
    </message>
    <message>
        <source>degraded</source>
        <translation>متدهور</translation>
    </message>
    <message>
        <source>down</source>
        <translation>متوقف</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>نعم</translation>
    </message>
    <message>
        <source>no</source>
        <translation>لا</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>القيمة</translation>
    </message>
</context>
<context>
    <name>nocturne::panels::TimeRange</name>
    <message>
        <source>Last 5 minutes</source>
        <translation>آخر 5 دقائق</translation>
    </message>
    <message>
        <source>Last 15 minutes</source>
        <translation>آخر 15 دقيقة</translation>
    </message>
    <message>
        <source>Last 30 minutes</source>
        <translation>آخر 30 دقيقة</translation>
    </message>
    <message>
        <source>Last 1 hour</source>
        <translation>آخر ساعة</translation>
    </message>
    <message>
        <source>Last 3 hours</source>
        <translation>آخر 3 ساعات</translation>
    </message>
    <message>
        <source>Last 6 hours</source>
        <translation>آخر 6 ساعات</translation>
    </message>
    <message>
        <source>Last 12 hours</source>
        <translation>آخر 12 ساعة</translation>
    </message>
    <message>
        <source>Last 24 hours</source>
        <translation>آخر 24 ساعة</translation>
    </message>
    <message>
        <source>Last 2 days</source>
        <translation>آخر يومين</translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation>آخر 7 أيام</translation>
    </message>
    <message>
        <source>Last 30 days</source>
        <translation>آخر 30 يومًا</translation>
    </message>
    <message>
        <source>Last 90 days</source>
        <translation>آخر 90 يومًا</translation>
    </message>
    <message>
        <source>Last 6 months</source>
        <translation>آخر 6 أشهر</translation>
    </message>
    <message>
        <source>Last 1 year</source>
        <translation>آخر سنة</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>اليوم</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>أمس</translation>
    </message>
    <message>
        <source>This week</source>
        <translation>هذا الأسبوع</translation>
    </message>
    <message>
        <source>Previous week</source>
        <translation>الأسبوع الماضي</translation>
    </message>
    <message>
        <source>This month</source>
        <translation>هذا الشهر</translation>
    </message>
    <message>
        <source>Previous month</source>
        <translation>الشهر الماضي</translation>
    </message>
    <message>
        <source>This year</source>
        <translation>هذه السنة</translation>
    </message>
    <message>
        <source>Previous year</source>
        <translation>السنة الماضية</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 ث</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 د</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 س</translation>
    </message>
    <message>
        <source>%1 d</source>
        <translation>%1 ي</translation>
    </message>
    <message>
        <source>Last %1</source>
        <translation>آخر %1</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 إلى %2</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>متوقف</translation>
    </message>
    <message>
        <source>Auto</source>
        <translation>تلقائي</translation>
    </message>
    <message>
        <source>the range ends before it starts</source>
        <translation>ينتهي المدى قبل بدايته</translation>
    </message>
</context>
<context>
    <name>nocturne::panels::VariableModel</name>
    <message>
        <source>all</source>
        <translation>الكل</translation>
    </message>
    <message>
        <source>no prefix</source>
        <translation>بلا بادئة</translation>
    </message>
</context>
<context>
    <name>nocturne::ui::AlertDetail</name>
    <message>
        <source>Pending for %1</source>
        <translation>معلّق منذ %1</translation>
    </message>
    <message>
        <source>Firing for %1</source>
        <translation>منطلق منذ %1</translation>
    </message>
    <message>
        <source>Resolved %1</source>
        <translation>انتهى %1</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1، %2</translation>
    </message>
    <message>
        <source>%1, until %2</source>
        <translation>%1، حتى %2</translation>
    </message>
    <message>
        <source>rule group %1 of %2</source>
        <translation>مجموعة القواعد %1 من %2</translation>
    </message>
</context>
<context>
    <name>nocturne::ui::AlertListModel</name>
    <message>
        <source>unverified since %1</source>
        <translation>غير مؤكَّد منذ %1</translation>
    </message>
    <message>
        <source>pending %1 of %2</source>
        <translation>معلّق %1 من %2</translation>
    </message>
    <message>
        <source>%1, threshold %2</source>
        <translation>%1، العتبة %2</translation>
    </message>
    <message>
        <source>muted by %1</source>
        <translation>مكتوم بسبب %1</translation>
    </message>
    <message>
        <source>silenced by %1 until %2</source>
        <translation>أسكته %1 حتى %2</translation>
    </message>
    <message>
        <source>in downtime until %1</source>
        <translation>في صيانة حتى %1</translation>
    </message>
    <message>
        <source>put off by %1 until %2</source>
        <translation>أجّله %1 حتى %2</translation>
    </message>
    <message numerus="yes">
        <source>mutes %1 of %n alert(s)</source>
        <translation>
            <numerusform>يسكت %1 من %n تنبيه</numerusform>
            <numerusform>يسكت %1 من %n تنبيه</numerusform>
            <numerusform>يسكت %1 من %n تنبيه</numerusform>
            <numerusform>يسكت %1 من %n تنبيه</numerusform>
            <numerusform>يسكت %1 من %n تنبيه</numerusform>
            <numerusform>يسكت %1 من %n تنبيه</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 knows of it</source>
        <translation>‏%1 على علم بذلك</translation>
    </message>
    <message>
        <source>telling %1</source>
        <translation>جارٍ إبلاغ %1</translation>
    </message>
    <message>
        <source>%1 does not know of it: %2</source>
        <translation>‏%1 ليس على علم بذلك: %2</translation>
    </message>
    <message>
        <source>silenced by %1 in %2 until %3</source>
        <translation>أسكته %1 في %2 حتى %3</translation>
    </message>
    <message>
        <source>taken by %1 in %2</source>
        <translation>تولاه %1 في %2</translation>
    </message>
    <message>
        <source>taken %1</source>
        <translation>تُولّي %1</translation>
    </message>
    <message>
        <source>%1, ends in %2</source>
        <translation>%1، ينتهي بعد %2</translation>
    </message>
    <message>
        <source>taken in %1</source>
        <translation>تم توليه في %1</translation>
    </message>
</context>
<context>
    <name>nocturne::ui::LogHistogramModel</name>
    <message>
        <source>%1 to %2: errors %3, warnings %4, all %5</source>
        <translation>من %1 إلى %2: أخطاء %3، تحذيرات %4، الكل %5</translation>
    </message>
    <message>
        <source>1 hour</source>
        <translation>ساعة واحدة</translation>
    </message>
    <message>
        <source>6 hours</source>
        <translation>6 ساعات</translation>
    </message>
    <message>
        <source>24 hours</source>
        <translation>24 ساعة</translation>
    </message>
    <message>
        <source>7 days</source>
        <translation>7 أيام</translation>
    </message>
    <message>
        <source>30 days</source>
        <translation>30 يومًا</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>من %1 إلى %2</translation>
    </message>
    <message>
        <source>at most %1 in %2</source>
        <translation>%1 كحد أقصى في %2</translation>
    </message>
    <message>
        <source>records %1, errors %2</source>
        <translation>سجلات %1، أخطاء %2</translation>
    </message>
    <message>
        <source>%1 or more</source>
        <translation>%1 أو أكثر</translation>
    </message>
</context>
<context>
    <name>nocturne::ui::LogListModel</name>
    <message>
        <source>all</source>
        <translation>الكل</translation>
    </message>
    <message>
        <source>there is no data source %1: name it under datasources in nocturne.yml</source>
        <translation>لا يوجد مصدر بيانات %1: سمّه تحت datasources في nocturne.yml</translation>
    </message>
    <message>
        <source>%1 is blind since %2: %3</source>
        <translation>%1 محجوب منذ %2: %3</translation>
    </message>
    <message numerus="yes">
        <source>%n entries were left out by the server</source>
        <translation>
            <numerusform>%n سجل أسقطه الخادم</numerusform>
            <numerusform>%n سجل أسقطه الخادم</numerusform>
            <numerusform>%n سجل أسقطه الخادم</numerusform>
            <numerusform>%n سجل أسقطه الخادم</numerusform>
            <numerusform>%n سجل أسقطه الخادم</numerusform>
            <numerusform>%n سجل أسقطه الخادم</numerusform>
        </translation>
    </message>
    <message>
        <source>this Nocturne</source>
        <translation>هذا Nocturne</translation>
    </message>
</context>
<context>
    <name>nocturne::ui::Session</name>
    <message>
        <source>Page</source>
        <translation>صفحة</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>نظرة عامة</translation>
    </message>
    <message>
        <source>Dashboards</source>
        <translation>اللوحات</translation>
    </message>
    <message>
        <source>Explore</source>
        <translation>استكشاف</translation>
    </message>
    <message>
        <source>Alerts</source>
        <translation>الإنذارات</translation>
    </message>
    <message>
        <source>Targets</source>
        <translation>الأهداف</translation>
    </message>
    <message>
        <source>Logs</source>
        <translation>السجلات</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>الإعدادات</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>أمر</translation>
    </message>
    <message>
        <source>Search or run a command</source>
        <translation>ابحث أو نفّذ أمرًا</translation>
    </message>
    <message>
        <source>Ask all sources now</source>
        <translation>اسأل كل المصادر الآن</translation>
    </message>
    <message>
        <source>Show keyboard shortcuts</source>
        <translation>أظهر اختصارات المفاتيح</translation>
    </message>
    <message>
        <source>Wall display on or off</source>
        <translation>عرض الحائط تشغيل أو إيقاف</translation>
    </message>
    <message>
        <source>Full screen on or off</source>
        <translation>ملء الشاشة تشغيل أو إيقاف</translation>
    </message>
    <message>
        <source>Fold or unfold the navigation</source>
        <translation>طيّ التنقل أو بسطه</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>إنهاء</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>المظهر</translation>
    </message>
    <message>
        <source>Night theme</source>
        <translation>سمة الليل</translation>
    </message>
    <message>
        <source>Day theme</source>
        <translation>سمة النهار</translation>
    </message>
    <message>
        <source>High contrast, dark</source>
        <translation>تباين عالٍ، داكن</translation>
    </message>
    <message>
        <source>High contrast, light</source>
        <translation>تباين عالٍ، فاتح</translation>
    </message>
    <message>
        <source>Theme of the system</source>
        <translation>سمة النظام</translation>
    </message>
    <message>
        <source>Open dashboard: %1</source>
        <translation>افتح اللوحة: %1</translation>
    </message>
    <message>
        <source>Dashboard</source>
        <translation>لوحة</translation>
    </message>
    <message>
        <source>Inspect the queries of this panel</source>
        <translation>فحص استعلامات هذه اللوحة</translation>
    </message>
    <message>
        <source>Warnings about the query of this panel</source>
        <translation>تحذيرات عن استعلام هذه اللوحة</translation>
    </message>
    <message>
        <source>My acknowledgements</source>
        <translation>ما تولّيته</translation>
    </message>
    <message>
        <source>Silences</source>
        <translation>الإسكاتات</translation>
    </message>
    <message>
        <source>Downtimes</source>
        <translation>الصيانات</translation>
    </message>
    <message>
        <source>Plan a downtime</source>
        <translation>خطّط صيانة</translation>
    </message>
    <message>
        <source>History of alerts</source>
        <translation>سجلّ الإنذارات</translation>
    </message>
    <message>
        <source>Open pack: %1</source>
        <translation>فتح الحزمة: %1</translation>
    </message>
    <message>
        <source>Pack</source>
        <translation>حزمة</translation>
    </message>
    <message>
        <source>Add the rules of pack: %1</source>
        <translation>إضافة قواعد الحزمة: %1</translation>
    </message>
    <message>
        <source>Alert on this panel</source>
        <translation>نبّه على هذا اللوح</translation>
    </message>
    <message>
        <source>New alert rule</source>
        <translation>قاعدة تنبيه جديدة</translation>
    </message>
    <message>
        <source>Alert rules</source>
        <translation>قواعد التنبيه</translation>
    </message>
    <message>
        <source>Notifications of the desktop and sound</source>
        <translation>إشعارات سطح المكتب والصوت</translation>
    </message>
    <message>
        <source>Receivers, and what became of messages</source>
        <translation>المستقبِلون، ومصير الرسائل</translation>
    </message>
    <message>
        <source>Mute sound for 1 h, or end that</source>
        <translation>كتم الصوت ‎1 h، أو إنهاء الكتم</translation>
    </message>
    <message>
        <source>Add a source</source>
        <translation>إضافة مصدر</translation>
    </message>
    <message>
        <source>%1 is watched from now on</source>
        <translation>%1 تحت المراقبة من الآن</translation>
    </message>
    <message>
        <source>Nothing was found on this computer that is not watched already</source>
        <translation>لم يُعثر على هذا الحاسوب على شيء ليس تحت المراقبة</translation>
    </message>
    <message>
        <source>Paste: an address, a curl line, rules, PromQL, logs</source>
        <translation>لصق: عنوان أو سطر curl أو قواعد أو PromQL أو سجلات</translation>
    </message>
    <message>
        <source>Look around this computer for what could be watched</source>
        <translation>استكشاف هذا الحاسوب بحثًا عمّا يمكن مراقبته</translation>
    </message>
</context>
<context>
    <name>nocturne::ui::SourceListModel</name>
    <message>
        <source>This computer</source>
        <translation>هذا الحاسوب</translation>
    </message>
    <message>
        <source>Scrape</source>
        <translation>جلب</translation>
    </message>
    <message>
        <source>Alertmanager</source>
        <translation>Alertmanager</translation>
    </message>
    <message>
        <source>Custom metrics</source>
        <translation>مقاييس مخصصة</translation>
    </message>
    <message>
        <source>Health check</source>
        <translation>فحص السلامة</translation>
    </message>
    <message>
        <source>Stream</source>
        <translation>بث</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>السجل</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>منتظر</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>يعمل</translation>
    </message>
    <message>
        <source>Degraded</source>
        <translation>متدهور</translation>
    </message>
    <message>
        <source>Down</source>
        <translation>متوقف</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>مطفأ</translation>
    </message>
    <message>
        <source>Query engine</source>
        <translation>خادم استعلام</translation>
    </message>
    <message>
        <source>Unreachable</source>
        <translation>يتعذر الوصول</translation>
    </message>
    <message>
        <source>Maintenance</source>
        <translation>صيانة</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>غير معروف</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 س</translation>
    </message>
    <message>
        <source>%1 d</source>
        <translation>%1 ي</translation>
    </message>
    <message>
        <source>%1: %2 %</source>
        <translation>%1: %2 %</translation>
    </message>
    <message>
        <source>%1: %2 % of %3</source>
        <translation>%1: %2 % من %3</translation>
    </message>
    <message>
        <source>Group of checks</source>
        <translation>مجموعة فحوص</translation>
    </message>
</context>
<context>
    <name>nocturne::ui::Theme</name>
    <message>
        <source>OK</source>
        <translation>سليم</translation>
    </message>
    <message>
        <source>Info</source>
        <translation>معلومة</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>تحذير</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>مجهول</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>خطأ</translation>
    </message>
    <message>
        <source>Critical</source>
        <translation>حرج</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>منتظر</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>مطفأ</translation>
    </message>
</context>
<context>
    <name>Dashboards</name>
    <message>
        <source>API gateway</source>
        <translation>بوابة API</translation>
    </message>
    <message>
        <source>Requests, latency, statuses, endpoints and backends of an AEGIS gateway, from its stream</source>
        <translation>طلبات بوّابة AEGIS وزمن استجابتها وحالاتها ونقاطها وخوادمها، من تدفّقها</translation>
    </message>
    <message>
        <source>gateway</source>
        <translation>البوابة</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>الطلبات</translation>
    </message>
    <message>
        <source>Average latency</source>
        <translation>متوسط زمن الاستجابة</translation>
    </message>
    <message>
        <source>p95 latency</source>
        <translation>زمن الاستجابة p95</translation>
    </message>
    <message>
        <source>p99 latency</source>
        <translation>زمن الاستجابة p99</translation>
    </message>
    <message>
        <source>Error rate</source>
        <translation>معدل الأخطاء</translation>
    </message>
    <message>
        <source>Share of requests whose status was neither 2xx nor 3xx</source>
        <translation>نسبة الطلبات التي لم تكن حالتها 2xx ولا 3xx</translation>
    </message>
    <message>
        <source>Active connections</source>
        <translation>الاتصالات النشطة</translation>
    </message>
    <message>
        <source>Total requests</source>
        <translation>إجمالي الطلبات</translation>
    </message>
    <message>
        <source>Successful</source>
        <translation>الناجحة</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>الفاشلة</translation>
    </message>
    <message>
        <source>Rate limited</source>
        <translation>المقيّدة</translation>
    </message>
    <message>
        <source>Healthy backends</source>
        <translation>الخوادم السليمة</translation>
    </message>
    <message>
        <source>Last message</source>
        <translation>آخر رسالة</translation>
    </message>
    <message>
        <source>Age of the newest value of the stream</source>
        <translation>عمر أحدث قيمة في التدفّق</translation>
    </message>
    <message>
        <source>Request rate</source>
        <translation>معدل الطلبات</translation>
    </message>
    <message>
        <source>Latency percentiles</source>
        <translation>مئينات زمن الاستجابة</translation>
    </message>
    <message>
        <source>Status classes</source>
        <translation>فئات الحالة</translation>
    </message>
    <message>
        <source>Top endpoints</source>
        <translation>أكثر النقاط طلبًا</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>المتوسط</translation>
    </message>
    <message>
        <source>p95</source>
        <translation>p95</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>الأخطاء</translation>
    </message>
    <message>
        <source>Backends</source>
        <translation>الخوادم الخلفية</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>الحالة</translation>
    </message>
    <message>
        <source>Circuit open</source>
        <translation>الدارة مفتوحة</translation>
    </message>
    <message>
        <source>Response</source>
        <translation>الاستجابة</translation>
    </message>
    <message>
        <source>Backend response</source>
        <translation>استجابة الخوادم</translation>
    </message>
    <message>
        <source>Alerts</source>
        <translation>الإنذارات</translation>
    </message>
    <message>
        <source>Service health</source>
        <translation>سلامة الخدمات</translation>
    </message>
    <message>
        <source>Health checks with their components, durations and history</source>
        <translation>فحوص السلامة بمكوّناتها ومددها وسجلّها</translation>
    </message>
    <message>
        <source>check</source>
        <translation>الفحص</translation>
    </message>
    <message>
        <source>Checks passing</source>
        <translation>الفحوص الناجحة</translation>
    </message>
    <message>
        <source>Availability, 24 h</source>
        <translation>التوفر خلال 24 ساعة</translation>
    </message>
    <message>
        <source>Slowest check</source>
        <translation>أبطأ فحص</translation>
    </message>
    <message>
        <source>Checks</source>
        <translation>الفحوص</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>المدة</translation>
    </message>
    <message>
        <source>24 h</source>
        <translation>24 ساعة</translation>
    </message>
    <message>
        <source>Components</source>
        <translation>المكونات</translation>
    </message>
    <message>
        <source>History</source>
        <translation>السجل</translation>
    </message>
    <message>
        <source>1 while the check passed, 0 while it failed</source>
        <translation>1 ما دام الفحص ناجحًا، 0 ما دام فاشلًا</translation>
    </message>
    <message>
        <source>Component history</source>
        <translation>سجل المكونات</translation>
    </message>
    <message>
        <source>1 up, 0.5 degraded, 0 down</source>
        <translation>1 يعمل، 0.5 متدهور، 0 متوقّف</translation>
    </message>
    <message>
        <source>Phases of requests</source>
        <translation>مراحل الطلبات</translation>
    </message>
    <message>
        <source>Sign-ins</source>
        <translation>عمليات الدخول</translation>
    </message>
    <message>
        <source>API latency</source>
        <translation>زمن استجابة API</translation>
    </message>
    <message>
        <source>Real-time connections</source>
        <translation>اتصالات الوقت الحقيقي</translation>
    </message>
    <message>
        <source>Maintenance, time since success</source>
        <translation>الصيانة: الزمن منذ آخر نجاح</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>منذ</translation>
    </message>
    <message>
        <source>Connections launched</source>
        <translation>الاتصالات المنشأة</translation>
    </message>
    <message>
        <source>Queue drops and send failures</source>
        <translation>الرسائل المسقطة وإخفاقات الإرسال</translation>
    </message>
    <message>
        <source>Sessions and machines</source>
        <translation>الجلسات والأجهزة</translation>
    </message>
    <message>
        <source>WebSocket connections by scope, alive events, session cache, database and HTTP</source>
        <translation>اتصالات WebSocket حسب النطاق والأحداث وذاكرة الجلسات وقاعدة البيانات وHTTP</translation>
    </message>
    <message>
        <source>instance</source>
        <translation>المثيل</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>الاتصالات</translation>
    </message>
    <message>
        <source>Session alive events</source>
        <translation>إشارات حياة الجلسات</translation>
    </message>
    <message>
        <source>Machine alive events</source>
        <translation>إشارات حياة الأجهزة</translation>
    </message>
    <message>
        <source>Session cache hits</source>
        <translation>إصابات ذاكرة الجلسات</translation>
    </message>
    <message>
        <source>HTTP requests</source>
        <translation>طلبات HTTP</translation>
    </message>
    <message>
        <source>HTTP errors</source>
        <translation>أخطاء HTTP</translation>
    </message>
    <message>
        <source>WebSocket connections by scope</source>
        <translation>اتصالات WebSocket حسب النطاق</translation>
    </message>
    <message>
        <source>Alive events</source>
        <translation>إشارات الحياة</translation>
    </message>
    <message>
        <source>WebSocket events by type</source>
        <translation>أحداث WebSocket حسب النوع</translation>
    </message>
    <message>
        <source>HTTP latency</source>
        <translation>زمن استجابة HTTP</translation>
    </message>
    <message>
        <source>HTTP requests by status</source>
        <translation>طلبات HTTP حسب الحالة</translation>
    </message>
    <message>
        <source>Routes</source>
        <translation>المسارات</translation>
    </message>
    <message>
        <source>Session cache</source>
        <translation>ذاكرة الجلسات</translation>
    </message>
    <message>
        <source>Rate</source>
        <translation>المعدل</translation>
    </message>
    <message>
        <source>Database records</source>
        <translation>سجلات قاعدة البيانات</translation>
    </message>
    <message>
        <source>Database updates skipped</source>
        <translation>تحديثات متجاوزة</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>هذا الحاسوب</translation>
    </message>
    <message>
        <source>Processor, memory, disks, network and processes, as node_exporter names them</source>
        <translation>المعالج والذاكرة والأقراص والشبكة والعمليات، بأسماء node_exporter</translation>
    </message>
    <message>
        <source>host</source>
        <translation>المضيف</translation>
    </message>
    <message>
        <source>CPU busy</source>
        <translation>انشغال المعالج</translation>
    </message>
    <message>
        <source>Time of all cores that was not idle</source>
        <translation>وقت كل الأنوية غير الخامل</translation>
    </message>
    <message>
        <source>Memory used</source>
        <translation>الذاكرة المستخدمة</translation>
    </message>
    <message>
        <source>What programs hold, without caches that can be given back</source>
        <translation>ما تشغله البرامج، دون الذاكرة المخبّأة التي يمكن إعادتها</translation>
    </message>
    <message>
        <source>Load, 1 min</source>
        <translation>الحمل خلال دقيقة</translation>
    </message>
    <message>
        <source>Processes that run or wait for a core or a disk</source>
        <translation>العمليات التي تعمل أو تنتظر نواة أو قرصًا</translation>
    </message>
    <message>
        <source>Root filesystem</source>
        <translation>نظام الملفات الجذر</translation>
    </message>
    <message>
        <source>File descriptors</source>
        <translation>واصفات الملفات</translation>
    </message>
    <message>
        <source>Up since start</source>
        <translation>مدة التشغيل</translation>
    </message>
    <message>
        <source>CPU by mode</source>
        <translation>المعالج حسب النمط</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>الذاكرة</translation>
    </message>
    <message>
        <source>Network, received and sent</source>
        <translation>الشبكة: المستلم والمرسل</translation>
    </message>
    <message>
        <source>Disk busy</source>
        <translation>انشغال الأقراص</translation>
    </message>
    <message>
        <source>Busiest processes</source>
        <translation>أكثر العمليات انشغالًا</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>المعالج</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>الملفات</translation>
    </message>
    <message>
        <source>Disk throughput</source>
        <translation>معدل نقل الأقراص</translation>
    </message>
    <message>
        <source>Load</source>
        <translation>الحمل</translation>
    </message>
    <message>
        <source>Pressure</source>
        <translation>الضغط</translation>
    </message>
    <message>
        <source>Share of time in which some process had to wait</source>
        <translation>نسبة الوقت الذي اضطرت فيه عملية إلى الانتظار</translation>
    </message>
    <message>
        <source>Filesystems</source>
        <translation>أنظمة الملفات</translation>
    </message>
    <message>
        <source>Used</source>
        <translation>المستخدم</translation>
    </message>
    <message>
        <source>Free</source>
        <translation>الحر</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>الحجم</translation>
    </message>
    <message>
        <source>Log, warning and above</source>
        <translation>السجل: تحذير فما فوق</translation>
    </message>
    <message>
        <source>WebSocket service</source>
        <translation>خدمة WebSocket</translation>
    </message>
    <message>
        <source>Connections, events, latency and errors of a WebSocket service, and the process beneath it</source>
        <translation>اتصالات خدمة WebSocket وأحداثها وزمنها وأخطاؤها والعملية تحتها</translation>
    </message>
    <message>
        <source>P95 event latency</source>
        <translation>زمن استجابة الأحداث P95</translation>
    </message>
    <message>
        <source>Connection rate</source>
        <translation>معدل الاتصال</translation>
    </message>
    <message>
        <source>Event throughput</source>
        <translation>معدل الأحداث</translation>
    </message>
    <message>
        <source>Instances</source>
        <translation>المثيلات</translation>
    </message>
    <message>
        <source>Average connection duration</source>
        <translation>متوسط مدة الاتصال</translation>
    </message>
    <message>
        <source>Latency, all events</source>
        <translation>زمن الاستجابة لكل الأحداث</translation>
    </message>
    <message>
        <source>Initial state, p90</source>
        <translation>الحالة الأولية p90</translation>
    </message>
    <message>
        <source>Events received</source>
        <translation>الأحداث المستلمة</translation>
    </message>
    <message>
        <source>Latency distribution</source>
        <translation>توزيع زمن الاستجابة</translation>
    </message>
    <message>
        <source>Events of the last five minutes that took at most so long</source>
        <translation>أحداث الدقائق الخمس الأخيرة التي لم تتجاوز هذه المدة</translation>
    </message>
    <message>
        <source>Node.js processor</source>
        <translation>Node.js: المعالج</translation>
    </message>
    <message>
        <source>Node.js memory</source>
        <translation>Node.js: الذاكرة</translation>
    </message>
    <message>
        <source>Event loop lag</source>
        <translation>تأخر حلقة الأحداث</translation>
    </message>
    <message>
        <source>Handles and descriptors</source>
        <translation>المقابض والواصفات</translation>
    </message>
    <message>
        <source>Shares of all requests</source>
        <translation>حصص من كل الطلبات</translation>
    </message>
    <message>
        <source>Backends over time</source>
        <translation>الواجهات الخلفية عبر الزمن</translation>
    </message>
    <message>
        <source>Burstlet</source>
        <translation>Burstlet</translation>
    </message>
    <message>
        <source>System, application, health checks, alerts and log of the Burstlet monitoring module</source>
        <translation>النظام والتطبيق وفحوص السلامة والإنذارات والسجل من وحدة المراقبة في Burstlet</translation>
    </message>
    <message>
        <source>Disk used</source>
        <translation>القرص المستخدم</translation>
    </message>
    <message>
        <source>Active users</source>
        <translation>المستخدمون النشطون</translation>
    </message>
    <message>
        <source>Active sessions</source>
        <translation>الجلسات النشطة</translation>
    </message>
    <message>
        <source>CPU and load</source>
        <translation>المعالج والحمل</translation>
    </message>
    <message>
        <source>Response times</source>
        <translation>أزمنة الاستجابة</translation>
    </message>
    <message>
        <source>Requests by status</source>
        <translation>الطلبات حسب الحالة</translation>
    </message>
    <message>
        <source>Errors by type</source>
        <translation>الأخطاء حسب النوع</translation>
    </message>
    <message>
        <source>Endpoints</source>
        <translation>نقاط النهاية</translation>
    </message>
    <message>
        <source>Health checks</source>
        <translation>فحوص السلامة</translation>
    </message>
    <message>
        <source>Active alerts</source>
        <translation>الإنذارات النشطة</translation>
    </message>
    <message>
        <source>Log entries by level</source>
        <translation>قيود السجل حسب المستوى</translation>
    </message>
    <message>
        <source>Platform</source>
        <translation>المنصة</translation>
    </message>
    <message>
        <source>Sign-ins, permissions, API, vault, realtime hub, maintenance and connections of a platform with the monitoring plan</source>
        <translation>تسجيلات الدخول والأذونات والواجهة البرمجية والخزنة ومحور الزمن الحقيقي والصيانة والاتصالات لمنصة وفق خطة المراقبة</translation>
    </message>
    <message>
        <source>prefix</source>
        <translation>البادئة</translation>
    </message>
    <message>
        <source>Sign-in failures</source>
        <translation>إخفاقات تسجيل الدخول</translation>
    </message>
    <message>
        <source>API latency, p95</source>
        <translation>زمن استجابة الواجهة، p95</translation>
    </message>
    <message>
        <source>Oldest success of a job</source>
        <translation>أقدم نجاح لمهمة</translation>
    </message>
    <message>
        <source>Permission checks</source>
        <translation>فحوص الأذونات</translation>
    </message>
    <message>
        <source>Vault operations</source>
        <translation>عمليات الخزنة</translation>
    </message>
    <message>
        <source>API requests by status</source>
        <translation>طلبات الواجهة حسب الحالة</translation>
    </message>
    <message>
        <source>Broadcasts by stream</source>
        <translation>البث حسب التدفق</translation>
    </message>
    <message>
        <source>Subscriptions</source>
        <translation>الاشتراكات</translation>
    </message>
    <message>
        <source>Maintenance</source>
        <translation>الصيانة</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>مرات التشغيل</translation>
    </message>
    <message>
        <source>Duration of maintenance</source>
        <translation>مدة الصيانة</translation>
    </message>
    <message>
        <source>Launches that failed</source>
        <translation>عمليات إطلاق أخفقت</translation>
    </message>
    <message>
        <source>Active connections by protocol</source>
        <translation>الاتصالات النشطة حسب البروتوكول</translation>
    </message>
    <message>
        <source>Session duration</source>
        <translation>مدة الجلسة</translation>
    </message>
    <message>
        <source>Process</source>
        <translation>العملية</translation>
    </message>
    <message>
        <source>Prometheus</source>
        <translation>Prometheus</translation>
    </message>
    <message>
        <source>Samples, series, queries, rules and notifications of a Prometheus server</source>
        <translation>عينات وسلاسل واستعلامات وقواعد وإشعارات خادم Prometheus</translation>
    </message>
    <message>
        <source>Series</source>
        <translation>السلاسل</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>العينات</translation>
    </message>
    <message>
        <source>Rule failures</source>
        <translation>إخفاقات القواعد</translation>
    </message>
    <message>
        <source>Notifications dropped</source>
        <translation>إشعارات أُسقطت</translation>
    </message>
    <message>
        <source>Configuration reloaded</source>
        <translation>أُعيد تحميل الإعدادات</translation>
    </message>
    <message>
        <source>1 when the last reload was taken</source>
        <translation>1 إذا قُبلت آخر إعادة تحميل</translation>
    </message>
    <message>
        <source>Samples taken in</source>
        <translation>العينات المستلمة</translation>
    </message>
    <message>
        <source>Series and chunks</source>
        <translation>السلاسل والقطع</translation>
    </message>
    <message>
        <source>Query time, p90</source>
        <translation>زمن الاستعلام، p90</translation>
    </message>
    <message>
        <source>Scrape pools</source>
        <translation>مجموعات الجمع</translation>
    </message>
    <message>
        <source>Targets</source>
        <translation>الأهداف</translation>
    </message>
    <message>
        <source>limit of records</source>
        <translation>حد السجلات</translation>
    </message>
    <message>
        <source>Cache hits by operation</source>
        <translation>إصابات الذاكرة المؤقتة حسب العملية</translation>
    </message>
    <message>
        <source>HTTP errors by class</source>
        <translation>أخطاء HTTP حسب الفئة</translation>
    </message>
    <message>
        <source>Apdex</source>
        <translation>Apdex</translation>
    </message>
    <message>
        <source>1 when every request took at most 0.1 s; up to 0.5 s counts half</source>
        <translation>1 إذا استغرق كل طلب ‎0.1 s على الأكثر؛ وما حتى ‎0.5 s يُحسب نصفًا</translation>
    </message>
    <message>
        <source>HTTP latency distribution</source>
        <translation>توزيع زمن استجابة HTTP</translation>
    </message>
    <message>
        <source>Requests of the last five minutes that took at most so long</source>
        <translation>طلبات آخر خمس دقائق التي استغرقت هذا الزمن على الأكثر</translation>
    </message>
    <message>
        <source>Growth of the tables</source>
        <translation>نمو الجداول</translation>
    </message>
    <message>
        <source>By the growth of the last hour; the limit is a variable of the dashboard</source>
        <translation>حسب نمو الساعة الأخيرة؛ الحد متغير في لوحة المتابعة</translation>
    </message>
    <message>
        <source>Records</source>
        <translation>السجلات</translation>
    </message>
    <message>
        <source>a day</source>
        <translation>في اليوم</translation>
    </message>
    <message>
        <source>Days to limit</source>
        <translation>أيام حتى الحد</translation>
    </message>
    <message>
        <source>Connections and disconnections</source>
        <translation>الاتصالات والانقطاعات</translation>
    </message>
    <message>
        <source>Compared with a week ago</source>
        <translation>مقارنة بما قبل أسبوع</translation>
    </message>
    <message>
        <source>Errors of what was received</source>
        <translation>أخطاء ما استُلم</translation>
    </message>
    <message>
        <source>Connection duration</source>
        <translation>مدة الاتصال</translation>
    </message>
    <message>
        <source>Connections shorter than 5 s</source>
        <translation>اتصالات أقصر من ‎5 s</translation>
    </message>
    <message>
        <source>Durations of connections</source>
        <translation>مدد الاتصالات</translation>
    </message>
    <message>
        <source>Connections of the last five minutes that lasted at most so long</source>
        <translation>اتصالات آخر خمس دقائق التي دامت هذا الزمن على الأكثر</translation>
    </message>
    <message>
        <source>Heartbeat round trip</source>
        <translation>زمن ذهاب النبضة وإيابها</translation>
    </message>
    <message>
        <source>Not measured by the service yet: its heartbeat goes one way</source>
        <translation>لا تقيسه الخدمة بعد: نبضتها باتجاه واحد</translation>
    </message>
    <message>
        <source>Initial state, distribution</source>
        <translation>الحالة الأولية، التوزيع</translation>
    </message>
    <message>
        <source>Initial states of the last five minutes that took at most so long</source>
        <translation>الحالات الأولية لآخر خمس دقائق التي استغرقت هذا الزمن على الأكثر</translation>
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
        <translation>فاحص الاستعلامات</translation>
    </message>
    <message>
        <source>Query inspector: %1</source>
        <translation>فاحص الاستعلامات: %1</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>إلغاء</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>اسأل مجددًا</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>إغلاق (Esc)</translation>
    </message>
    <message>
        <source>Expression</source>
        <translation>تعبير</translation>
    </message>
    <message>
        <source>Copy PromQL</source>
        <translation>نسخ PromQL</translation>
    </message>
    <message>
        <source>The expression on one line</source>
        <translation>التعبير في سطر واحد</translation>
    </message>
    <message>
        <source>Copy command</source>
        <translation>نسخ الأمر</translation>
    </message>
    <message>
        <source>Copy answer</source>
        <translation>نسخ الجواب</translation>
    </message>
    <message>
        <source>All samples as CSV</source>
        <translation>كلّ العينات بصيغة CSV</translation>
    </message>
    <message>
        <source>Evaluated in</source>
        <translation>زمن التقييم</translation>
    </message>
    <message>
        <source>waited %1</source>
        <translation>انتظر %1</translation>
    </message>
    <message>
        <source>Series read</source>
        <translation>السلاسل المقروءة</translation>
    </message>
    <message>
        <source>Samples read</source>
        <translation>العينات المقروءة</translation>
    </message>
    <message>
        <source>Most held at once</source>
        <translation>أقصى ما حُفظ معًا</translation>
    </message>
    <message>
        <source>Samples answered</source>
        <translation>عينات الجواب</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>الكلفة</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>الجواب</translation>
    </message>
    <message>
        <source>The answer is empty</source>
        <translation>الجواب فارغ</translation>
    </message>
    <message>
        <source>The cost of the parts is not known</source>
        <translation>كلفة الأجزاء غير معروفة</translation>
    </message>
    <message>
        <source>Nothing matches at this time, or every value was filtered away</source>
        <translation>لا شيء يطابق في هذا الوقت، أو صُفّيت كلّ القيم</translation>
    </message>
    <message>
        <source>This data source answers, but does not tell what it did</source>
        <translation>يجيب مصدر البيانات هذا، لكنه لا يقول ما فعل</translation>
    </message>
    <message>
        <source>Waiting for the queries before it</source>
        <translation>ينتظر الاستعلامات التي قبله</translation>
    </message>
    <message>
        <source>Asking</source>
        <translation>جارٍ السؤال</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>أُلغي</translation>
    </message>
    <message>
        <source>This panel asks for nothing</source>
        <translation>لا تسأل هذه اللوحة عن شيء</translation>
    </message>
    <message>
        <source>This could not be read</source>
        <translation>تعذّرت القراءة</translation>
    </message>
</context>
<context>
    <name>QueryNoteList</name>
    <message>
        <source>Warning</source>
        <translation>تحذير</translation>
    </message>
    <message>
        <source>Info</source>
        <translation>معلومة</translation>
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
            <numerusform>لا تحذيرات</numerusform>
            <numerusform>تحذير واحد</numerusform>
            <numerusform>تحذيران</numerusform>
            <numerusform>%n تحذيرات</numerusform>
            <numerusform>%n تحذيرًا</numerusform>
            <numerusform>%n تحذير</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n info(s)</source>
        <translation>
            <numerusform>لا معلومات</numerusform>
            <numerusform>معلومة واحدة</numerusform>
            <numerusform>معلومتان</numerusform>
            <numerusform>%n معلومات</numerusform>
            <numerusform>%n معلومة</numerusform>
            <numerusform>%n معلومة</numerusform>
        </translation>
    </message>
    <message>
        <source>About the query: %1</source>
        <translation>عن الاستعلام: %1</translation>
    </message>
    <message>
        <source>%1 about the query (w)</source>
        <translation>%1 عن الاستعلام (w)</translation>
    </message>
</context>
<context>
    <name>QuerySamples</name>
    <message>
        <source>Samples of the answer</source>
        <translation>عينات الجواب</translation>
    </message>
    <message>
        <source>Series</source>
        <translation>السلاسل</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>الوقت</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>القيمة</translation>
    </message>
    <message>
        <source>The first %1 samples of %2; the CSV has all</source>
        <translation>أول %1 من %2 عينة؛ وفي CSV الكلّ</translation>
    </message>
</context>
<context>
    <name>QueryTree</name>
    <message>
        <source>Cost of the parts of the expression</source>
        <translation>كلفة أجزاء التعبير</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>الجزء</translation>
    </message>
    <message>
        <source>Series</source>
        <translation>السلاسل</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>العينات</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>الوقت</translation>
    </message>
    <message>
        <source>own</source>
        <translation>ذاتيًّا</translation>
    </message>
    <message>
        <source>with its parts</source>
        <translation>مع أجزائه</translation>
    </message>
</context>
<context>
    <name>Reasons</name>
    <message>
        <source>invalid request</source>
        <translation>طلب غير صالح</translation>
    </message>
    <message>
        <source>name not found</source>
        <translation>الاسم غير موجود</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>مرفوض</translation>
    </message>
    <message>
        <source>unreachable</source>
        <translation>لا يمكن الوصول</translation>
    </message>
    <message>
        <source>proxy failed</source>
        <translation>فشل الوكيل</translation>
    </message>
    <message>
        <source>timed out</source>
        <translation>انتهت المهلة</translation>
    </message>
    <message>
        <source>TLS failed</source>
        <translation>فشل TLS</translation>
    </message>
    <message>
        <source>connection reset</source>
        <translation>انقطع الاتصال</translation>
    </message>
    <message>
        <source>answer cut off</source>
        <translation>جواب مبتور</translation>
    </message>
    <message>
        <source>answer too large</source>
        <translation>جواب أكبر من اللازم</translation>
    </message>
    <message>
        <source>unknown encoding</source>
        <translation>ترميز مجهول</translation>
    </message>
    <message>
        <source>too many redirects</source>
        <translation>تحويلات كثيرة</translation>
    </message>
    <message>
        <source>redirected</source>
        <translation>حُوّل</translation>
    </message>
    <message>
        <source>protocol broken</source>
        <translation>خُرق البروتوكول</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>أُلغي</translation>
    </message>
    <message>
        <source>internal error</source>
        <translation>خطأ داخلي</translation>
    </message>
    <message>
        <source>not authorised</source>
        <translation>غير مخوّل</translation>
    </message>
    <message>
        <source>not found</source>
        <translation>غير موجود</translation>
    </message>
    <message>
        <source>rate limited</source>
        <translation>تجاوز المعدّل</translation>
    </message>
    <message>
        <source>request rejected</source>
        <translation>رُفض الطلب</translation>
    </message>
    <message>
        <source>server error</source>
        <translation>خطأ في الخادم</translation>
    </message>
    <message>
        <source>unreadable answer</source>
        <translation>جواب غير مقروء</translation>
    </message>
    <message>
        <source>unexpected answer</source>
        <translation>جواب غير متوقّع</translation>
    </message>
    <message>
        <source>unexpected status</source>
        <translation>حالة غير متوقّعة</translation>
    </message>
    <message>
        <source>not ready</source>
        <translation>غير جاهز</translation>
    </message>
    <message>
        <source>degraded</source>
        <translation>متدهور</translation>
    </message>
    <message>
        <source>limit exceeded</source>
        <translation>تجاوز الحدّ</translation>
    </message>
    <message>
        <source>disabled</source>
        <translation>معطّل</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>مغلق</translation>
    </message>
    <message>
        <source>handshake failed</source>
        <translation>فشلت المصافحة</translation>
    </message>
    <message>
        <source>too many connections</source>
        <translation>اتصالات كثيرة</translation>
    </message>
    <message>
        <source>no sign of life</source>
        <translation>لا أثر للحياة</translation>
    </message>
    <message>
        <source>no data</source>
        <translation>لا بيانات</translation>
    </message>
    <message>
        <source>incomplete</source>
        <translation>ناقص</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>متوقّف</translation>
    </message>
    <message>
        <source>not stored</source>
        <translation>غير محفوظ</translation>
    </message>
    <message>
        <source>certificate ends soon</source>
        <translation>تنتهي الشهادة قريبًا</translation>
    </message>
    <message>
        <source>threshold reached</source>
        <translation>بُلغ الحد</translation>
    </message>
    <message>
        <source>query failed</source>
        <translation>فشل الاستعلام</translation>
    </message>
    <message>
        <source>not permitted</source>
        <translation>غير مسموح</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>تحذير</translation>
    </message>
    <message>
        <source>critical</source>
        <translation>حرج</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>غير معروف</translation>
    </message>
    <message>
        <source>what it depends on is down</source>
        <translation>ما يعتمد عليه متوقف</translation>
    </message>
    <message>
        <source>is up, and should not be</source>
        <translation>يعمل ولا ينبغي له ذلك</translation>
    </message>
    <message>
        <source>never heard of</source>
        <translation>لم يُسمع منه قط</translation>
    </message>
    <message>
        <source>no TLS offered</source>
        <translation>لا يعرض TLS</translation>
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
        <translation>طيّ</translation>
    </message>
    <message>
        <source>What was lost</source>
        <translation>ما فُقد</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>صرف</translation>
    </message>
    <message numerus="yes">
        <source>and %n more; nocturnectl storage verify names all</source>
        <translation>
            <numerusform>nocturnectl storage verify يسمّي الكلّ</numerusform>
            <numerusform>وواحد آخر؛ nocturnectl storage verify يسمّي الكلّ</numerusform>
            <numerusform>واثنان آخران؛ nocturnectl storage verify يسمّي الكلّ</numerusform>
            <numerusform>و%n أخرى؛ nocturnectl storage verify يسمّي الكلّ</numerusform>
            <numerusform>و%n أخرى؛ nocturnectl storage verify يسمّي الكلّ</numerusform>
            <numerusform>و%n أخرى؛ nocturnectl storage verify يسمّي الكلّ</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nocturne::panels::QueryInspector</name>
    <message>
        <source>%1, over time</source>
        <translation>%1، عبر الزمن</translation>
    </message>
    <message>
        <source>%1, newest</source>
        <translation>%1، الأحدث</translation>
    </message>
    <message>
        <source>at %1</source>
        <translation>عند %1</translation>
    </message>
    <message>
        <source>%1 to %2, each %3</source>
        <translation>%1 إلى %2، كلّ %3</translation>
    </message>
    <message>
        <source>%1 values, about %2</source>
        <translation>%1 قيمة، نحو %2</translation>
    </message>
    <message>
        <source>PromQL copied</source>
        <translation>نُسخ PromQL</translation>
    </message>
    <message>
        <source>Command copied: put a file in the place of FILE</source>
        <translation>نُسخ الأمر: ضع ملفًّا مكان FILE</translation>
    </message>
    <message>
        <source>Answer copied as CSV</source>
        <translation>نُسخ الجواب بصيغة CSV</translation>
    </message>
    <message>
        <source>Command copied</source>
        <translation>نُسخ الأمر</translation>
    </message>
</context>
<context>
    <name>nocturne::panels::QueryNodeModel</name>
    <message>
        <source>level %1: %2, %3 series, %4 samples, %5</source>
        <translation>المستوى %1: %2، %3 سلسلة، %4 عينة، %5</translation>
    </message>
</context>
<context>
    <name>nocturne::panels::QueryNoteModel</name>
    <message>
        <source>line %1, column %2</source>
        <translation>السطر %1، العمود %2</translation>
    </message>
</context>
<context>
    <name>nocturne::ui::StoreNotices</name>
    <message>
        <source>The configuration file is not in force</source>
        <translation>ملف الإعدادات غير سارٍ</translation>
    </message>
    <message>
        <source>The one of before goes on: %1</source>
        <translation>يستمر العمل بالملف السابق: %1</translation>
    </message>
    <message>
        <source>Part of the configuration waits for the next start</source>
        <translation>جزء من الإعدادات ينتظر التشغيل التالي</translation>
    </message>
    <message>
        <source>Changed and not in force yet: %1.</source>
        <translation>تغيّر ولم يسرِ بعد: %1.</translation>
    </message>
    <message>
        <source>The clock was set</source>
        <translation>ضُبطت الساعة</translation>
    </message>
    <message>
        <source>For a day nothing is dropped for its age, in case the old time was the right one.</source>
        <translation>لا يُحذف شيء لقدمه مدّة يوم، تحسّبًا لأن يكون الوقت القديم هو الصحيح.</translation>
    </message>
    <message>
        <source>Opened to look at</source>
        <translation>مفتوح للاطّلاع</translation>
    </message>
    <message>
        <source>Nothing new is taken in; %1 is not changed.</source>
        <translation>لا يُستقبل جديد؛ ولا يتغيّر %1.</translation>
    </message>
    <message>
        <source>The disk is filling</source>
        <translation>القرص يمتلئ</translation>
    </message>
    <message>
        <source>%1 are free at %2. The oldest samples are dropped before their time, but never those of the last day.</source>
        <translation>%1 متاحة في %2. تُحذف أقدم العينات قبل أوانها، لكن ليس عينات اليوم الأخير أبدًا.</translation>
    </message>
    <message>
        <source>The disk is full: nothing new is saved</source>
        <translation>القرص ممتلئ: لا يُحفظ جديد</translation>
    </message>
    <message>
        <source>%1 are free at %2. New samples are in memory alone until there is room: free some, or lower storage.retention or storage.max_size.</source>
        <translation>%1 متاحة في %2. العينات الجديدة في الذاكرة وحدها حتى يتوفّر مكان: أفرغ بعضه، أو اخفض storage.retention أو storage.max_size.</translation>
    </message>
    <message>
        <source>The data directory is gone: nothing new is saved</source>
        <translation>اختفى مجلّد البيانات: لا يُحفظ جديد</translation>
    </message>
    <message>
        <source>%1 is not there any more. New samples are in memory alone: mount it again, or restart Nocturne to make a new one.</source>
        <translation>لم يعد %1 موجودًا. العينات الجديدة في الذاكرة وحدها: صِله مجددًا، أو أعد تشغيل Nocturne لإنشاء مجلّد جديد.</translation>
    </message>
    <message>
        <source>The data directory cannot be written: nothing new is saved</source>
        <translation>تتعذّر الكتابة في مجلّد البيانات: لا يُحفظ جديد</translation>
    </message>
    <message>
        <source>New samples are in memory alone until it can be written again. The system says: %1</source>
        <translation>العينات الجديدة في الذاكرة وحدها حتى تمكن الكتابة مجددًا. يقول النظام: %1</translation>
    </message>
    <message>
        <source>range not known</source>
        <translation>المدى غير معروف</translation>
    </message>
    <message numerus="yes">
        <source>%n part(s) of the history could not be read</source>
        <translation>
            <numerusform>لا أجزاء من السجلّ تعذّرت قراءتها</numerusform>
            <numerusform>جزء واحد من السجلّ تعذّرت قراءته</numerusform>
            <numerusform>جزآن من السجلّ تعذّرت قراءتهما</numerusform>
            <numerusform>%n أجزاء من السجلّ تعذّرت قراءتها</numerusform>
            <numerusform>%n جزءًا من السجلّ تعذّرت قراءتها</numerusform>
            <numerusform>%n جزء من السجلّ تعذّرت قراءتها</numerusform>
        </translation>
    </message>
    <message>
        <source>Samples from %1 may be missing; everything else is served.</source>
        <translation>قد تنقص عينات من %1؛ وكلّ ما عداها متاح.</translation>
    </message>
    <message>
        <source>Some samples may be missing; everything else is served.</source>
        <translation>قد تنقص بعض العينات؛ وكلّ ما عداها متاح.</translation>
    </message>
    <message>
        <source>%1 were lost.</source>
        <translation>فُقد %1.</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 إلى %2</translation>
    </message>
</context>
<context>
    <name>DurationBox</name>
    <message>
        <source>it resolves</source>
        <translation>ينتهي</translation>
    </message>
    <message>
        <source>15 minutes</source>
        <translation>15 دقيقة</translation>
    </message>
    <message>
        <source>1 hour</source>
        <translation>ساعة</translation>
    </message>
    <message>
        <source>4 hours</source>
        <translation>4 ساعات</translation>
    </message>
    <message>
        <source>1 day</source>
        <translation>يوم</translation>
    </message>
    <message>
        <source>1 week</source>
        <translation>أسبوع</translation>
    </message>
</context>
<context>
    <name>SilenceSheet</name>
    <message>
        <source>Silence</source>
        <translation>إسكات</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>تعليق</translation>
    </message>
    <message>
        <source>Why nobody need hear of it</source>
        <translation>لماذا لا يلزم أن يسمع به أحد</translation>
    </message>
    <message>
        <source>This is wanted</source>
        <translation>هذا مقصود</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>إلغاء</translation>
    </message>
    <message>
        <source>Change the silence</source>
        <translation>تغيير الإسكات</translation>
    </message>
    <message>
        <source>For</source>
        <translation>لمدّة</translation>
    </message>
    <message>
        <source>15 min</source>
        <translation>15 دقيقة</translation>
    </message>
    <message>
        <source>1 h</source>
        <translation>ساعة</translation>
    </message>
    <message>
        <source>4 h</source>
        <translation>4 ساعات</translation>
    </message>
    <message>
        <source>1 d</source>
        <translation>يوم</translation>
    </message>
    <message>
        <source>1 week</source>
        <translation>أسبوع</translation>
    </message>
    <message>
        <source>until 17:30</source>
        <translation>حتى 17:30</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>تغيير</translation>
    </message>
    <message>
        <source>The disk is slow: it is being written. It goes on when you cancel.</source>
        <translation>القرص بطيء: تجري الكتابة الآن. الإلغاء لا يوقفها.</translation>
    </message>
</context>
<context>
    <name>SnoozeSheet</name>
    <message>
        <source>Put off</source>
        <translation>تأجيل</translation>
    </message>
    <message>
        <source>for</source>
        <translation>لمدة</translation>
    </message>
    <message>
        <source>For everybody, not only for me</source>
        <translation>للجميع وليس لي فقط</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>إلغاء</translation>
    </message>
    <message>
        <source>The disk is slow: it is being written. It goes on when you cancel.</source>
        <translation>القرص بطيء: تجري الكتابة الآن. الإلغاء لا يوقفها.</translation>
    </message>
</context>
<context>
    <name>AlertFilters</name>
    <message>
        <source>severity</source>
        <translation>الشدّة</translation>
    </message>
    <message>
        <source>any</source>
        <translation>أيّ</translation>
    </message>
    <message>
        <source>owner</source>
        <translation>المسؤول</translation>
    </message>
    <message>
        <source>anybody</source>
        <translation>أيّ شخص</translation>
    </message>
    <message>
        <source>source</source>
        <translation>المصدر</translation>
    </message>
    <message>
        <source>group by</source>
        <translation>التجميع حسب</translation>
    </message>
    <message>
        <source>service</source>
        <translation>الخدمة</translation>
    </message>
    <message>
        <source>rule</source>
        <translation>القاعدة</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>لا شيء</translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>مسح التصفية</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>متوقّف مؤقتًا</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>إيقاف مؤقت</translation>
    </message>
    <message>
        <source>The list stands still until you go on, Alt+Space</source>
        <translation>تثبت القائمة حتى تتابع، Alt+Space</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>نشطة</translation>
    </message>
    <message>
        <source>Acknowledged</source>
        <translation>متولّاة</translation>
    </message>
    <message>
        <source>Mine</source>
        <translation>لي</translation>
    </message>
    <message>
        <source>Quiet</source>
        <translation>صامت</translation>
    </message>
    <message>
        <source>Resolved</source>
        <translation>منتهية</translation>
    </message>
    <message>
        <source>Filter by name or label</source>
        <translation>تصفية بالاسم أو الوسم</translation>
    </message>
</context>
<context>
    <name>ChosenBar</name>
    <message numerus="yes">
        <source>%n chosen</source>
        <translation>
            <numerusform>لا مختار</numerusform>
            <numerusform>مختار واحد</numerusform>
            <numerusform>مختاران</numerusform>
            <numerusform>%n مختارة</numerusform>
            <numerusform>%n مختارًا</numerusform>
            <numerusform>%n مختار</numerusform>
        </translation>
    </message>
    <message>
        <source>All in the list</source>
        <translation>كلّ ما في القائمة</translation>
    </message>
    <message>
        <source>Acknowledge</source>
        <translation>تولّي</translation>
    </message>
    <message>
        <source>Put off</source>
        <translation>تأجيل</translation>
    </message>
    <message>
        <source>Silence</source>
        <translation>إسكات</translation>
    </message>
    <message>
        <source>Choose none</source>
        <translation>إلغاء الاختيار</translation>
    </message>
</context>
<context>
    <name>EvidenceView</name>
    <message>
        <source>The expression over time</source>
        <translation>التعبير عبر الزمن</translation>
    </message>
    <message>
        <source>The expression cannot be asked for</source>
        <translation>تعذّر السؤال عن التعبير</translation>
    </message>
    <message>
        <source>Asking for the evidence</source>
        <translation>جارٍ طلب الأدلّة</translation>
    </message>
    <message>
        <source>No samples of the time it fired</source>
        <translation>لا عينات من وقت إطلاقه</translation>
    </message>
    <message>
        <source>Its source gives no expression, so there is nothing to draw</source>
        <translation>لا يعطي مصدره تعبيرًا، فلا شيء يُرسم</translation>
    </message>
    <message>
        <source>What held when it ended</source>
        <translation>ما كان صحيحًا عند نهايته</translation>
    </message>
    <message>
        <source>Why it fires</source>
        <translation>لماذا يُطلق</translation>
    </message>
    <message>
        <source>What keeps it quiet</source>
        <translation>ما يُبقيه صامتًا</translation>
    </message>
    <message>
        <source>The last times</source>
        <translation>المرّات الأخيرة</translation>
    </message>
    <message>
        <source>Its source has not been asked since, or had no such series. The next samples appear here.</source>
        <translation>لم يُسأل مصدره منذئذ، أو لم تكن لديه سلسلة كهذه. تظهر العينات التالية هنا.</translation>
    </message>
    <message>
        <source>It has not fired before, as far as the history goes</source>
        <translation>لم يُطلق من قبل، بقدر ما يبلغ السجلّ</translation>
    </message>
    <message>
        <source>Logs of %1 around its begin</source>
        <translation>سجلّات %1 حول بدايته</translation>
    </message>
    <message>
        <source>Logs that name %1, around its start</source>
        <translation>السجلّات التي فيها %1 حول بدايته</translation>
    </message>
    <message>
        <source>All</source>
        <translation>الكلّ</translation>
    </message>
    <message>
        <source>Open them on the page of logs</source>
        <translation>افتحها في صفحة السجلّات</translation>
    </message>
    <message>
        <source>Nothing was logged within five minutes of it</source>
        <translation>لم يُسجَّل شيء خلال خمس دقائق منه</translation>
    </message>
</context>
<context>
    <name>Notice</name>
    <message>
        <source>Close</source>
        <translation>إغلاق</translation>
    </message>
</context>
<context>
    <name>RunbookSheet</name>
    <message>
        <source>Open the runbook</source>
        <translation>فتح دليل التشغيل</translation>
    </message>
    <message>
        <source>The alert names this address on %1. It opens in the browser.</source>
        <translation>يذكر الإنذار هذا العنوان على %1. يُفتح في المتصفّح.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>إلغاء</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>فتح</translation>
    </message>
</context>
<context>
    <name>Shell</name>
    <message>
        <source>Show</source>
        <translation>عرض</translation>
    </message>
</context>
<context>
    <name>SilenceRow</name>
    <message>
        <source>%1, %2, %3</source>
        <translation>%1، %2، %3</translation>
    </message>
    <message>
        <source>+1 h</source>
        <translation>+1 ساعة</translation>
    </message>
    <message>
        <source>End it an hour later</source>
        <translation>أنهِه بعد ساعة إضافية</translation>
    </message>
    <message>
        <source>End now</source>
        <translation>إنهاء الآن</translation>
    </message>
    <message>
        <source>Again</source>
        <translation>مجددًا</translation>
    </message>
    <message>
        <source>Make it again, for as long as it was</source>
        <translation>كرّره بالمدّة نفسها</translation>
    </message>
</context>
<context>
    <name>SilencesView</name>
    <message>
        <source>The silence ends an hour later</source>
        <translation>ينتهي الإسكات بعد ساعة إضافية</translation>
    </message>
    <message>
        <source>The silence has ended</source>
        <translation>انتهى الإسكات</translation>
    </message>
    <message>
        <source>The silence is made again</source>
        <translation>تكرّر الإسكات</translation>
    </message>
    <message>
        <source>Silences</source>
        <translation>الإسكاتات</translation>
    </message>
    <message>
        <source>Nothing is silenced</source>
        <translation>لا شيء مُسكَت</translation>
    </message>
    <message>
        <source>A silence keeps alerts quiet that have certain labels, for a while. Their checks go on.</source>
        <translation>يُبقي الإسكات الإنذارات ذات وسوم معيّنة صامتة مدّة. وتستمرّ فحوصها.</translation>
    </message>
    <message>
        <source>Silence something</source>
        <translation>أسكت شيئًا</translation>
    </message>
</context>
<context>
    <name>nocturne::panels::AlertEvidence</name>
    <message>
        <source>no data</source>
        <translation>لا بيانات</translation>
    </message>
    <message numerus="yes">
        <source>%1, and %n other(s)</source>
        <translation>
            <numerusform>%1</numerusform>
            <numerusform>%1، وآخر</numerusform>
            <numerusform>%1، وآخران</numerusform>
            <numerusform>%1، و%n أخرى</numerusform>
            <numerusform>%1، و%n أخرى</numerusform>
            <numerusform>%1، و%n أخرى</numerusform>
        </translation>
    </message>
    <message>
        <source>holds</source>
        <translation>صحيح</translation>
    </message>
    <message>
        <source>does not hold</source>
        <translation>غير صحيح</translation>
    </message>
    <message>
        <source>%1, and must not</source>
        <translation>%1، ويجب ألّا يكون</translation>
    </message>
    <message>
        <source>taken by %1 after %2</source>
        <translation>تولّاه %1 بعد %2</translation>
    </message>
    <message>
        <source>nobody took it</source>
        <translation>لم يتولَّه أحد</translation>
    </message>
    <message>
        <source>for %1, %2</source>
        <translation>لمدّة %1، %2</translation>
    </message>
    <message>
        <source>firing for %1, %2</source>
        <translation>يُطلق منذ %1، %2</translation>
    </message>
    <message>
        <source>until %1</source>
        <translation>حتى %1</translation>
    </message>
    <message>
        <source>Silenced by %1</source>
        <translation>أسكته %1</translation>
    </message>
    <message>
        <source>Silenced by %1: %2</source>
        <translation>أسكته %1: %2</translation>
    </message>
    <message>
        <source>In a downtime of %1</source>
        <translation>في صيانة %1</translation>
    </message>
    <message>
        <source>In a downtime of %1: %2</source>
        <translation>في صيانة %1: %2</translation>
    </message>
    <message>
        <source>Muted by the alert %1</source>
        <translation>مكتوم بالإنذار %1</translation>
    </message>
    <message>
        <source>%1 has it</source>
        <translation>تولّاه %1</translation>
    </message>
    <message>
        <source>Put off by %1, for everybody</source>
        <translation>أجّله %1 للجميع</translation>
    </message>
    <message>
        <source>Put off by %1</source>
        <translation>أجّله %1</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1، %2</translation>
    </message>
    <message>
        <source>Taken by %1</source>
        <translation>تولاه %1</translation>
    </message>
    <message>
        <source>Taken by %1: %2</source>
        <translation>تولاه %1: %2</translation>
    </message>
</context>
<context>
    <name>nocturne::ui::AcknowledgementWatch</name>
    <message>
        <source>%1 is yours for another %2</source>
        <translation>%1 لك لمدّة %2 أخرى</translation>
    </message>
</context>
<context>
    <name>nocturne::ui::SilenceForm</name>
    <message>
        <source>Write the end as 17:30 or 2026-03-14 17:30</source>
        <translation>اكتب النهاية مثل 17:30 أو 2026-03-14 17:30</translation>
    </message>
    <message>
        <source>The end has to be in the future</source>
        <translation>يجب أن تكون النهاية في المستقبل</translation>
    </message>
    <message>
        <source>until %1</source>
        <translation>حتى %1</translation>
    </message>
</context>
<context>
    <name>nocturne::ui::SilenceListModel</name>
    <message>
        <source>ends in %1</source>
        <translation>ينتهي بعد %1</translation>
    </message>
    <message>
        <source>begins in %1</source>
        <translation>يبدأ بعد %1</translation>
    </message>
    <message>
        <source>ended %1</source>
        <translation>انتهى %1</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>نشطة</translation>
    </message>
    <message>
        <source>To come</source>
        <translation>قادمة</translation>
    </message>
    <message>
        <source>Over</source>
        <translation>انتهت</translation>
    </message>
    <message numerus="yes">
        <source>mutes %n alert(s)</source>
        <translation>
            <numerusform>لا يُسكت إنذارات</numerusform>
            <numerusform>يُسكت إنذارًا واحدًا</numerusform>
            <numerusform>يُسكت إنذارين</numerusform>
            <numerusform>يُسكت %n إنذارات</numerusform>
            <numerusform>يُسكت %n إنذارًا</numerusform>
            <numerusform>يُسكت %n إنذار</numerusform>
        </translation>
    </message>
    <message>
        <source>in %1</source>
        <translation>في %1</translation>
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
        <translation>توجد حزمة لما تراقبه: %1</translation>
    </message>
    <message>
        <source>Add its rules</source>
        <translation>إضافة قواعدها</translation>
    </message>
    <message>
        <source>Open its dashboard</source>
        <translation>فتح لوحتها</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>ليس الآن</translation>
    </message>
</context>
<context>
    <name>nocturne::panels::PackList</name>
    <message numerus="yes">
        <source>All its %n metric(s) are there.</source>
        <translation>
            <numerusform>كل مقاييسها (%n) موجودة.</numerusform>
            <numerusform>كل مقاييسها (%n) موجودة.</numerusform>
            <numerusform>كل مقاييسها (%n) موجودة.</numerusform>
            <numerusform>كل مقاييسها (%n) موجودة.</numerusform>
            <numerusform>كل مقاييسها (%n) موجودة.</numerusform>
            <numerusform>كل مقاييسها (%n) موجودة.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of its %n metric(s) are not exposed (yet): %2</source>
        <translation>
            <numerusform>%1 من %n من مقاييسها غير معروضة (بعد): %2</numerusform>
            <numerusform>%1 من %n من مقاييسها غير معروضة (بعد): %2</numerusform>
            <numerusform>%1 من %n من مقاييسها غير معروضة (بعد): %2</numerusform>
            <numerusform>%1 من %n من مقاييسها غير معروضة (بعد): %2</numerusform>
            <numerusform>%1 من %n من مقاييسها غير معروضة (بعد): %2</numerusform>
            <numerusform>%1 من %n من مقاييسها غير معروضة (بعد): %2</numerusform>
        </translation>
    </message>
    <message>
        <source>There are no rules to add.</source>
        <translation>لا توجد قواعد لإضافتها.</translation>
    </message>
    <message>
        <source>The rules could not be written to %1: %2</source>
        <translation>تعذرت كتابة القواعد إلى %1: %2</translation>
    </message>
    <message>
        <source>The rules are in %1 and are evaluated from now on.</source>
        <translation>القواعد في %1 وتُقيَّم من الآن.</translation>
    </message>
</context>
<context>
    <name>RuleSheet</name>
    <message>
        <source>none</source>
        <translation>بلا</translation>
    </message>
    <message>
        <source>info</source>
        <translation>معلومة</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>تحذير</translation>
    </message>
    <message>
        <source>error</source>
        <translation>خطأ</translation>
    </message>
    <message>
        <source>critical</source>
        <translation>حرج</translation>
    </message>
    <message>
        <source>Change the rule</source>
        <translation>تغيير القاعدة</translation>
    </message>
    <message>
        <source>New alert rule</source>
        <translation>قاعدة تنبيه جديدة</translation>
    </message>
    <message>
        <source>What is measured</source>
        <translation>ما يُقاس</translation>
    </message>
    <message>
        <source>a metric, or any PromQL that gives a value</source>
        <translation>مقياس، أو أي PromQL يعطي قيمة</translation>
    </message>
    <message>
        <source>Alert when it is</source>
        <translation>نبّه حين يكون</translation>
    </message>
    <message>
        <source>Comparison</source>
        <translation>المقارنة</translation>
    </message>
    <message>
        <source>threshold</source>
        <translation>الحد</translation>
    </message>
    <message>
        <source>and until it is back at</source>
        <translation>وحتى يعود إلى</translation>
    </message>
    <message>
        <source>the same</source>
        <translation>نفسه</translation>
    </message>
    <message>
        <source>For at least</source>
        <translation>لمدة لا تقل عن</translation>
    </message>
    <message>
        <source>at once</source>
        <translation>فورًا</translation>
    </message>
    <message>
        <source>Go on after it for</source>
        <translation>استمر بعده لمدة</translation>
    </message>
    <message>
        <source>no longer</source>
        <translation>لا أكثر</translation>
    </message>
    <message>
        <source>Severity</source>
        <translation>الخطورة</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>الاسم</translation>
    </message>
    <message>
        <source>what the alert is called</source>
        <translation>اسم الإنذار</translation>
    </message>
    <message>
        <source>Summary</source>
        <translation>الملخص</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>الوصف</translation>
    </message>
    <message>
        <source>what it means, and what to do</source>
        <translation>ما معناه، وما العمل</translation>
    </message>
    <message>
        <source>Runbook</source>
        <translation>دليل الإجراءات</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>التسميات</translation>
    </message>
    <message>
        <source>team=sea, site=north</source>
        <translation>team=sea, site=north</translation>
    </message>
    <message>
        <source>Nothing of this was measured in the last 7 d</source>
        <translation>لم يُقس شيء من هذا في آخر ‎7 d</translation>
    </message>
    <message>
        <source>What it would have done cannot be told</source>
        <translation>لا يمكن معرفة ما كان سيفعله</translation>
    </message>
    <message>
        <source>Looking at the last 7 d</source>
        <translation>النظر في آخر ‎7 d</translation>
    </message>
    <message>
        <source>What is measured, over the last 7 d</source>
        <translation>ما يُقاس، في آخر ‎7 d</translation>
    </message>
    <message>
        <source>No chart</source>
        <translation>لا رسم بياني</translation>
    </message>
    <message>
        <source>Becomes</source>
        <translation>يصير</translation>
    </message>
    <message>
        <source>No rules can be made here</source>
        <translation>لا يمكن إنشاء قواعد هنا</translation>
    </message>
    <message>
        <source>Written to %1</source>
        <translation>كُتب في %1</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>إلغاء</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>تغيير</translation>
    </message>
    <message>
        <source>Make the rule</source>
        <translation>إنشاء القاعدة</translation>
    </message>
</context>
<context>
    <name>RulesView</name>
    <message>
        <source>Alert rules</source>
        <translation>قواعد التنبيه</translation>
    </message>
    <message>
        <source>written by hand</source>
        <translation>مكتوبة يدويًا</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>تغيير</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>إزالة</translation>
    </message>
    <message>
        <source>The rules cannot be read</source>
        <translation>لا يمكن قراءة القواعد</translation>
    </message>
    <message>
        <source>No rule was made here yet</source>
        <translation>لم تُنشأ قاعدة هنا بعد</translation>
    </message>
    <message>
        <source>Rules of your own rule files act as well, but are not listed here</source>
        <translation>قواعد ملفاتك تعمل أيضًا، لكنها غير مدرجة هنا</translation>
    </message>
    <message>
        <source>New alert rule</source>
        <translation>قاعدة تنبيه جديدة</translation>
    </message>
    <message>
        <source>Remove the rule %1?</source>
        <translation>إزالة القاعدة %1؟</translation>
    </message>
    <message>
        <source>Its alerts end, and it is taken out of the file</source>
        <translation>تنتهي إنذاراتها وتُزال من الملف</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>إلغاء</translation>
    </message>
</context>
<context>
    <name>nocturne::panels::RuleForm</name>
    <message>
        <source>Say what is measured: a metric, or any expression</source>
        <translation>اذكر ما يُقاس: مقياس أو أي تعبير</translation>
    </message>
    <message>
        <source>Give a threshold</source>
        <translation>أدخل حدًّا</translation>
    </message>
    <message>
        <source>The threshold has to be a number</source>
        <translation>يجب أن تكون العتبة رقمًا</translation>
    </message>
    <message>
        <source>The second threshold has to be a number</source>
        <translation>يجب أن تكون العتبة الثانية رقمًا</translation>
    </message>
    <message>
        <source>A second threshold goes with &gt; &lt; &gt;= and &lt;= alone</source>
        <translation>العتبة الثانية تصح مع ‎&gt; &lt; &gt;= و‎&lt;= فقط</translation>
    </message>
    <message>
        <source>The alert has to end below its threshold: give a smaller number</source>
        <translation>يجب أن ينتهي الإنذار تحت عتبته: أعطِ رقمًا أصغر</translation>
    </message>
    <message>
        <source>The alert has to end above its threshold: give a larger number</source>
        <translation>يجب أن ينتهي الإنذار فوق عتبته: أعطِ رقمًا أكبر</translation>
    </message>
    <message>
        <source>A duration is written as 30s, 5m or 1h30m</source>
        <translation>تُكتب المدة هكذا: ‎30s أو ‎5m أو ‎1h30m</translation>
    </message>
    <message>
        <source>The file says something else of this rule now: close this, and open it again</source>
        <translation>يقول الملف الآن شيئًا آخر عن هذه القاعدة: أغلق هذا وافتحه من جديد</translation>
    </message>
    <message>
        <source>Give the rule a name</source>
        <translation>أعطِ القاعدة اسمًا</translation>
    </message>
    <message>
        <source>Labels are written as team=sea, site=north</source>
        <translation>تُكتب الوسوم هكذا: team=sea, site=north</translation>
    </message>
    <message>
        <source>would not have fired in the last %1</source>
        <translation>ما كان لينطلق في آخر %1</translation>
    </message>
    <message numerus="yes">
        <source>%1; %n time(s) it did not last %2</source>
        <translation>
            <numerusform>%1؛ ولم يقصر عن %2 أي مرة</numerusform>
            <numerusform>%1؛ ومرة لم يدم %2</numerusform>
            <numerusform>%1؛ ومرتين لم يدم %2</numerusform>
            <numerusform>%1؛ و%n مرات لم يدم %2</numerusform>
            <numerusform>%1؛ و%n مرة لم يدم %2</numerusform>
            <numerusform>%1؛ و%n مرة لم يدم %2</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>would have fired %n time(s) in the last %1, for %2</source>
        <translation>
            <numerusform>ما كان لينطلق في آخر %1، لمدة %2</numerusform>
            <numerusform>كان سينطلق مرة في آخر %1، لمدة %2</numerusform>
            <numerusform>كان سينطلق مرتين في آخر %1، لمدة %2</numerusform>
            <numerusform>كان سينطلق %n مرات في آخر %1، لمدة %2</numerusform>
            <numerusform>كان سينطلق %n مرة في آخر %1، لمدة %2</numerusform>
            <numerusform>كان سينطلق %n مرة في آخر %1، لمدة %2</numerusform>
        </translation>
    </message>
    <message>
        <source>only %1 of data</source>
        <translation>بيانات %1 فقط</translation>
    </message>
    <message>
        <source>it would fire now</source>
        <translation>كان سينطلق الآن</translation>
    </message>
    <message>
        <source>looked at once a minute</source>
        <translation>يُنظر فيه مرة كل دقيقة</translation>
    </message>
    <message numerus="yes">
        <source>%n series, %1 of them drawn</source>
        <translation>
            <numerusform>لا سلاسل، رُسم منها %1</numerusform>
            <numerusform>سلسلة واحدة، رُسم منها %1</numerusform>
            <numerusform>سلسلتان، رُسم منها %1</numerusform>
            <numerusform>%n سلاسل، رُسم منها %1</numerusform>
            <numerusform>%n سلسلة، رُسم منها %1</numerusform>
            <numerusform>%n سلسلة، رُسم منها %1</numerusform>
        </translation>
    </message>
    <message>
        <source>ends at %1</source>
        <translation>ينتهي عند %1</translation>
    </message>
</context>
<context>
    <name>nocturne::panels::RuleListModel</name>
    <message>
        <source>at once</source>
        <translation>فورًا</translation>
    </message>
    <message>
        <source>records</source>
        <translation>تسجّل</translation>
    </message>
    <message>
        <source>for %1</source>
        <translation>لمدة %1</translation>
    </message>
</context>
<context>
    <name>ChannelSettings</name>
    <message>
        <source>Desktop</source>
        <translation>سطح المكتب</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>الإشعارات</translation>
    </message>
    <message>
        <source>One for each group of alerts; it goes when nobody is asked for any more</source>
        <translation>واحد لكل مجموعة إنذارات؛ يختفي حين لا يُطلب من أحد شيء بعد</translation>
    </message>
    <message>
        <source>Show a test</source>
        <translation>عرض تجربة</translation>
    </message>
    <message>
        <source>From which severity on</source>
        <translation>ابتداءً من أي خطورة</translation>
    </message>
    <message>
        <source>What is less severe is in the list alone</source>
        <translation>الأقل خطورة يظهر في القائمة وحدها</translation>
    </message>
    <message>
        <source>Icon in the panel</source>
        <translation>أيقونة في الشريط</translation>
    </message>
    <message>
        <source>This desktop has no place for it</source>
        <translation>لا مكان له على سطح المكتب هذا</translation>
    </message>
    <message>
        <source>The worst open state as a shape, with its count</source>
        <translation>أسوأ حالة مفتوحة كشكل، مع عددها</translation>
    </message>
    <message>
        <source>Go on when the window is closed</source>
        <translation>الاستمرار بعد إغلاق النافذة</translation>
    </message>
    <message>
        <source>Only with the icon, from which it comes back</source>
        <translation>مع الأيقونة فقط، فمنها تعود النافذة</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>الصوت</translation>
    </message>
    <message>
        <source>Until somebody notices: never for what is taken, silenced or put off</source>
        <translation>حتى ينتبه أحد: لا يُكرَّر لما استُلم أو أُسكت أو أُجّل</translation>
    </message>
    <message>
        <source>Sound on again</source>
        <translation>إعادة الصوت</translation>
    </message>
    <message>
        <source>Mute for 1 h</source>
        <translation>كتم لساعة</translation>
    </message>
    <message>
        <source>Volume</source>
        <translation>مستوى الصوت</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Again after</source>
        <translation>التكرار بعد</translation>
    </message>
    <message>
        <source>Once</source>
        <translation>مرة واحدة</translation>
    </message>
    <message>
        <source>10 s</source>
        <translation>10 ث</translation>
    </message>
    <message>
        <source>30 s</source>
        <translation>30 ث</translation>
    </message>
    <message>
        <source>1 min</source>
        <translation>1 د</translation>
    </message>
    <message>
        <source>5 min</source>
        <translation>5 د</translation>
    </message>
    <message>
        <source>Sound of %1</source>
        <translation>صوت %1</translation>
    </message>
    <message>
        <source>None</source>
        <translation>بلا</translation>
    </message>
    <message>
        <source>Alarm</source>
        <translation>إنذار</translation>
    </message>
    <message>
        <source>Bell</source>
        <translation>جرس</translation>
    </message>
    <message>
        <source>Chime</source>
        <translation>رنين</translation>
    </message>
    <message>
        <source>Tick</source>
        <translation>نقرة</translation>
    </message>
    <message>
        <source>Play the sound of %1</source>
        <translation>تشغيل صوت %1</translation>
    </message>
    <message>
        <source>Quiet hours</source>
        <translation>ساعات الهدوء</translation>
    </message>
    <message>
        <source>Quiet hours at this display</source>
        <translation>ساعات الهدوء على هذه الشاشة</translation>
    </message>
    <message>
        <source>Only critical alerts are shown and heard then; receivers have their own</source>
        <translation>لا تُعرض ولا تُسمع حينها إلا الإنذارات الحرجة؛ وللمستقبِلين أوقاتهم</translation>
    </message>
    <message>
        <source>Quiet from</source>
        <translation>الهدوء من</translation>
    </message>
    <message>
        <source>to</source>
        <translation>إلى</translation>
    </message>
    <message>
        <source>Quiet to</source>
        <translation>الهدوء حتى</translation>
    </message>
</context>
<context>
    <name>DeliveryRow</name>
    <message>
        <source>%1, %2: %3</source>
        <translation>%1، %2: %3</translation>
    </message>
</context>
<context>
    <name>ReceiverSettings</name>
    <message>
        <source>Receivers</source>
        <translation>المستلمون</translation>
    </message>
    <message>
        <source>Which receiver gets this, and why</source>
        <translation>أي مستلم يحصل على هذا، ولماذا</translation>
    </message>
    <message>
        <source>Labels of an alert</source>
        <translation>وسوم تنبيه</translation>
    </message>
    <message>
        <source>Explain</source>
        <translation>اشرح</translation>
    </message>
    <message>
        <source>A dry run of a receiver above takes these labels, too</source>
        <translation>التجربة الجافة لمستقبِل في الأعلى تأخذ هذه الوسوم أيضًا</translation>
    </message>
    <message>
        <source>Waiting for an answer</source>
        <translation>في انتظار الرد</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>إغلاق</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>الرسائل</translation>
    </message>
    <message>
        <source>All</source>
        <translation>الكل</translation>
    </message>
    <message>
        <source>Waiting or failed</source>
        <translation>منتظرة أو فاشلة</translation>
    </message>
    <message>
        <source>Try again now</source>
        <translation>أعد المحاولة الآن</translation>
    </message>
    <message>
        <source>Nothing waits, and nothing failed</source>
        <translation>لا شيء ينتظر ولا شيء فشل</translation>
    </message>
    <message>
        <source>Nothing was sent yet</source>
        <translation>لم يُرسل شيء بعد</translation>
    </message>
    <message>
        <source>Nobody else is told of alerts</source>
        <translation>لا يُبلَّغ أحد غيرك بالإنذارات</translation>
    </message>
    <message>
        <source>Section notifications of nocturne.yml, or an alertmanager.yml, names receivers: mail, Slack, webhooks. This page then shows how they go.</source>
        <translation>يسمّي القسم notifications في nocturne.yml، أو ملف alertmanager.yml، المستقبِلين: البريد وSlack وwebhooks. وتعرض هذه الصفحة حينها كيف تسير.</translation>
    </message>
</context>
<context>
    <name>ToldGroups</name>
    <message>
        <source>Critical</source>
        <translation>حرج</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>خطأ</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>تحذير</translation>
    </message>
    <message>
        <source>Info</source>
        <translation>معلومة</translation>
    </message>
    <message>
        <source>Unknown severity</source>
        <translation>خطورة غير معروفة</translation>
    </message>
    <message numerus="yes">
        <source>%n critical</source>
        <translation>
            <numerusform>%n حرج</numerusform>
            <numerusform>%n حرج</numerusform>
            <numerusform>%n حرج</numerusform>
            <numerusform>%n حرج</numerusform>
            <numerusform>%n حرج</numerusform>
            <numerusform>%n حرج</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n error(s)</source>
        <translation>
            <numerusform>%n خطأ</numerusform>
            <numerusform>%n خطأ</numerusform>
            <numerusform>خطآن</numerusform>
            <numerusform>%n أخطاء</numerusform>
            <numerusform>%n خطأ</numerusform>
            <numerusform>%n خطأ</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n warning(s)</source>
        <translation>
            <numerusform>%n تحذير</numerusform>
            <numerusform>%n تحذير</numerusform>
            <numerusform>تحذيران</numerusform>
            <numerusform>%n تحذيرات</numerusform>
            <numerusform>%n تحذيرًا</numerusform>
            <numerusform>%n تحذير</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n info</source>
        <translation>
            <numerusform>%n معلومة</numerusform>
            <numerusform>%n معلومة</numerusform>
            <numerusform>معلومتان</numerusform>
            <numerusform>%n معلومات</numerusform>
            <numerusform>%n معلومة</numerusform>
            <numerusform>%n معلومة</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n unknown</source>
        <translation>
            <numerusform>%n غير معروف</numerusform>
            <numerusform>%n غير معروف</numerusform>
            <numerusform>%n غير معروف</numerusform>
            <numerusform>%n غير معروف</numerusform>
            <numerusform>%n غير معروف</numerusform>
            <numerusform>%n غير معروف</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message numerus="yes">
        <source>%1: %2 (%n alert(s))</source>
        <translation>
            <numerusform>%1: %2 (لا إنذارات)</numerusform>
            <numerusform>%1: %2 (إنذار واحد)</numerusform>
            <numerusform>%1: %2 (إنذاران)</numerusform>
            <numerusform>%1: %2 (%n إنذارات)</numerusform>
            <numerusform>%1: %2 (%n إنذارًا)</numerusform>
            <numerusform>%1: %2 (%n إنذار)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>و%n غيرها</numerusform>
            <numerusform>و%n غيرها</numerusform>
            <numerusform>و%n غيرها</numerusform>
            <numerusform>و%n غيرها</numerusform>
            <numerusform>و%n غيرها</numerusform>
            <numerusform>و%n غيرها</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more group(s)</source>
        <translation>
            <numerusform>ولا مجموعات أخرى</numerusform>
            <numerusform>ومجموعة أخرى</numerusform>
            <numerusform>ومجموعتان أخريان</numerusform>
            <numerusform>و%n مجموعات أخرى</numerusform>
            <numerusform>و%n مجموعة أخرى</numerusform>
            <numerusform>و%n مجموعة أخرى</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n alert(s) in %1 groups</source>
        <translation>
            <numerusform>لا إنذارات في %1 مجموعات</numerusform>
            <numerusform>إنذار واحد في %1 مجموعات</numerusform>
            <numerusform>إنذاران في %1 مجموعات</numerusform>
            <numerusform>%n إنذارات في %1 مجموعات</numerusform>
            <numerusform>%n إنذارًا في %1 مجموعات</numerusform>
            <numerusform>%n إنذار في %1 مجموعات</numerusform>
        </translation>
    </message>
    <message>
        <source>No open alerts</source>
        <translation>لا تنبيهات مفتوحة</translation>
    </message>
    <message numerus="yes">
        <source>%n taken or quiet</source>
        <translation>
            <numerusform>%n مستلم أو صامت</numerusform>
            <numerusform>%n مستلم أو صامت</numerusform>
            <numerusform>%n مستلم أو صامت</numerusform>
            <numerusform>%n مستلم أو صامت</numerusform>
            <numerusform>%n مستلم أو صامت</numerusform>
            <numerusform>%n مستلم أو صامت</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>WayRow</name>
    <message>
        <source>%1, %2: %3</source>
        <translation>%1، %2: %3</translation>
    </message>
    <message>
        <source>Dry run</source>
        <translation>تجربة بلا إرسال</translation>
    </message>
    <message>
        <source>Show what it would get; nothing is sent</source>
        <translation>اعرض ما كان سيصله؛ لا يُرسل شيء</translation>
    </message>
    <message>
        <source>Send a test</source>
        <translation>إرسال تجربة</translation>
    </message>
</context>
<context>
    <name>nocturne::ui::DeliveryListModel</name>
    <message>
        <source>sent, at attempt %1</source>
        <translation>أُرسل في المحاولة %1</translation>
    </message>
    <message>
        <source>sent</source>
        <translation>أُرسلت</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>فشلت</translation>
    </message>
    <message>
        <source>a newer one took its place</source>
        <translation>حلّ أحدث محله</translation>
    </message>
    <message>
        <source>on the way</source>
        <translation>في الطريق</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>تنتظر</translation>
    </message>
    <message>
        <source>attempt %1 in %2</source>
        <translation>المحاولة %1 بعد %2</translation>
    </message>
</context>
<context>
    <name>nocturne::ui::Desktop</name>
    <message>
        <source>from a notification</source>
        <translation>من إشعار</translation>
    </message>
    <message>
        <source>Asking the desktop</source>
        <translation>سؤال سطح المكتب</translation>
    </message>
    <message>
        <source>No notification service answers. News come as a sentence in this window instead: %1</source>
        <translation>لا تجيب أي خدمة إشعارات. تأتي الأخبار جملةً في هذه النافذة بدلًا منها: %1</translation>
    </message>
    <message>
        <source>The last one could not be shown: %1</source>
        <translation>تعذّر عرض الأخير: %1</translation>
    </message>
    <message>
        <source>The desktop shows them, with buttons</source>
        <translation>يعرضها سطح المكتب مع أزرار</translation>
    </message>
    <message>
        <source>The desktop shows them; it has no buttons</source>
        <translation>يعرضها سطح المكتب؛ ولا أزرار فيه</translation>
    </message>
    <message>
        <source>No sound can be played here: %1</source>
        <translation>لا يمكن تشغيل صوت هنا: %1</translation>
    </message>
    <message>
        <source>The last sound was played</source>
        <translation>شُغّل آخر صوت</translation>
    </message>
    <message>
        <source>Nothing was played yet</source>
        <translation>لم يُشغَّل شيء بعد</translation>
    </message>
    <message>
        <source>muted until %1</source>
        <translation>مكتوم حتى %1</translation>
    </message>
    <message>
        <source>Test of Nocturne</source>
        <translation>اختبار من Nocturne</translation>
    </message>
    <message>
        <source>This is how an alert looks. Who asked: %1</source>
        <translation>هكذا يبدو الإنذار. طلبه: %1</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>فتح</translation>
    </message>
</context>
<context>
    <name>nocturne::ui::DesktopNotifier</name>
    <message>
        <source>Open</source>
        <translation>فتح</translation>
    </message>
    <message>
        <source>Acknowledge</source>
        <translation>استلام</translation>
    </message>
    <message>
        <source>Put off 1 h</source>
        <translation>تأجيل ساعة</translation>
    </message>
</context>
<context>
    <name>nocturne::ui::ReceiverDesk</name>
    <message>
        <source>sent</source>
        <translation>أُرسلت</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>فشلت</translation>
    </message>
    <message>
        <source>It has no way out: nobody is told.</source>
        <translation>لا مخرج له: لا يُبلَّغ أحد.</translation>
    </message>
    <message>
        <source>Test of %1</source>
        <translation>اختبار %1</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>الوسوم</translation>
    </message>
    <message>
        <source>What %1 would get</source>
        <translation>ما كان سيصل إلى %1</translation>
    </message>
    <message>
        <source>Who gets this, and why</source>
        <translation>من يصله هذا، ولماذا</translation>
    </message>
</context>
<context>
    <name>nocturne::ui::Tray</name>
    <message>
        <source>Sound on again</source>
        <translation>إعادة الصوت</translation>
    </message>
    <message>
        <source>Mute sound for 1 h</source>
        <translation>كتم الصوت لساعة</translation>
    </message>
    <message>
        <source>Open Nocturne</source>
        <translation>فتح Nocturne</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>إنهاء</translation>
    </message>
</context>
<context>
    <name>nocturne::ui::WayListModel</name>
    <message>
        <source>E-mail</source>
        <translation>بريد</translation>
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
        <translation>سجل</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>أمر</translation>
    </message>
    <message>
        <source>No way out</source>
        <translation>لا مخرج</translation>
    </message>
    <message>
        <source>nobody is told</source>
        <translation>لا يُبلَّغ أحد</translation>
    </message>
    <message numerus="yes">
        <source>%n waiting, trying again</source>
        <translation>
            <numerusform>%n قيد الانتظار، تُعاد المحاولة</numerusform>
            <numerusform>%n قيد الانتظار، تُعاد المحاولة</numerusform>
            <numerusform>%n قيد الانتظار، تُعاد المحاولة</numerusform>
            <numerusform>%n قيد الانتظار، تُعاد المحاولة</numerusform>
            <numerusform>%n قيد الانتظار، تُعاد المحاولة</numerusform>
            <numerusform>%n قيد الانتظار، تُعاد المحاولة</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n on the way</source>
        <translation>
            <numerusform>%n في الطريق</numerusform>
            <numerusform>%n في الطريق</numerusform>
            <numerusform>%n في الطريق</numerusform>
            <numerusform>%n في الطريق</numerusform>
            <numerusform>%n في الطريق</numerusform>
            <numerusform>%n في الطريق</numerusform>
        </translation>
    </message>
    <message>
        <source>the last one failed</source>
        <translation>أخفق الأخير</translation>
    </message>
    <message>
        <source>nothing sent yet</source>
        <translation>لم يُرسل شيء بعد</translation>
    </message>
    <message>
        <source>works</source>
        <translation>يعمل</translation>
    </message>
    <message numerus="yes">
        <source>%n sent</source>
        <translation>
            <numerusform>%n أُرسل</numerusform>
            <numerusform>%n أُرسل</numerusform>
            <numerusform>%n أُرسل</numerusform>
            <numerusform>%n أُرسل</numerusform>
            <numerusform>%n أُرسل</numerusform>
            <numerusform>%n أُرسل</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n attempt(s) failed</source>
        <translation>
            <numerusform>لم تخفق محاولة</numerusform>
            <numerusform>أخفقت محاولة</numerusform>
            <numerusform>أخفقت محاولتان</numerusform>
            <numerusform>أخفقت %n محاولات</numerusform>
            <numerusform>أخفقت %n محاولة</numerusform>
            <numerusform>أخفقت %n محاولة</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n given up</source>
        <translation>
            <numerusform>%n تُرك</numerusform>
            <numerusform>%n تُرك</numerusform>
            <numerusform>%n تُرك</numerusform>
            <numerusform>%n تُرك</numerusform>
            <numerusform>%n تُرك</numerusform>
            <numerusform>%n تُرك</numerusform>
        </translation>
    </message>
    <message>
        <source>failed %1</source>
        <translation>فشلت %1</translation>
    </message>
    <message>
        <source>sent %1</source>
        <translation>أُرسلت %1</translation>
    </message>
</context>
<context>
    <name>AuditRow</name>
    <message>
        <source>%1, %2, %3</source>
        <translation>%1، %2، %3</translation>
    </message>
    <message>
        <source>before: %1</source>
        <translation>قبل: %1</translation>
    </message>
    <message>
        <source>after: %1</source>
        <translation>بعد: %1</translation>
    </message>
</context>
<context>
    <name>ChangeWords</name>
    <message>
        <source>pending</source>
        <translation>معلّق</translation>
    </message>
    <message>
        <source>no longer pending</source>
        <translation>لم يعد معلّقًا</translation>
    </message>
    <message>
        <source>began to fire</source>
        <translation>بدأ الإطلاق</translation>
    </message>
    <message>
        <source>resolved</source>
        <translation>انتهى</translation>
    </message>
    <message>
        <source>resolved: %1</source>
        <translation>انتهى: %1</translation>
    </message>
    <message>
        <source>got worse</source>
        <translation>ساء</translation>
    </message>
    <message>
        <source>got better</source>
        <translation>تحسّن</translation>
    </message>
    <message>
        <source>its source could not be asked</source>
        <translation>تعذّر سؤال مصدره</translation>
    </message>
    <message>
        <source>its source answered again</source>
        <translation>أجاب مصدره مجددًا</translation>
    </message>
    <message>
        <source>acknowledged by %1</source>
        <translation>تولّاه %1</translation>
    </message>
    <message>
        <source>acknowledgement ended: %1</source>
        <translation>انتهى التولّي: %1</translation>
    </message>
    <message>
        <source>put off by %1</source>
        <translation>أجّله %1</translation>
    </message>
    <message>
        <source>no longer put off: %1</source>
        <translation>لم يعد مؤجّلًا: %1</translation>
    </message>
    <message>
        <source>kept quiet: %1</source>
        <translation>مكتوم: %1</translation>
    </message>
    <message>
        <source>heard again</source>
        <translation>مسموع مجددًا</translation>
    </message>
    <message>
        <source>escalated, step %1 of %2</source>
        <translation>صُعّد، الخطوة %1 من %2</translation>
    </message>
    <message>
        <source>began to flap</source>
        <translation>بدأ يتذبذب</translation>
    </message>
    <message>
        <source>calmed down</source>
        <translation>هدأ</translation>
    </message>
    <message>
        <source>seen by %1</source>
        <translation>رآه %1</translation>
    </message>
    <message>
        <source>comment of %1</source>
        <translation>تعليق %1</translation>
    </message>
    <message>
        <source>%1 until %2</source>
        <translation>%1 حتى %2</translation>
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
        <translation>تولّاه: %1</translation>
    </message>
    <message>
        <source>silence: %1</source>
        <translation>إسكات: %1</translation>
    </message>
    <message>
        <source>downtime: %1</source>
        <translation>صيانة: %1</translation>
    </message>
</context>
<context>
    <name>CoursePane</name>
    <message>
        <source>Choose what fired</source>
        <translation>اختر ما أُطلق</translation>
    </message>
    <message>
        <source>What happened to it and who had it is shown here.</source>
        <translation>يظهر هنا ما جرى له ومن تولّاه.</translation>
    </message>
    <message>
        <source>What happened to it</source>
        <translation>ما جرى له</translation>
    </message>
</context>
<context>
    <name>DowntimeRow</name>
    <message>
        <source>%1, %2, %3</source>
        <translation>%1، %2، %3</translation>
    </message>
    <message>
        <source>+1 h</source>
        <translation>+1 ساعة</translation>
    </message>
    <message>
        <source>End it an hour later</source>
        <translation>أنهِه بعد ساعة إضافية</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>إلغاء</translation>
    </message>
    <message>
        <source>End it now, with all times to come</source>
        <translation>أنهِها الآن مع كلّ مواعيدها القادمة</translation>
    </message>
    <message>
        <source>Again</source>
        <translation>مجددًا</translation>
    </message>
    <message>
        <source>Plan the same again</source>
        <translation>خطّط مثلها مجددًا</translation>
    </message>
</context>
<context>
    <name>DowntimeSheet</name>
    <message>
        <source>Change the downtime</source>
        <translation>تغيير الصيانة</translation>
    </message>
    <message>
        <source>Downtime</source>
        <translation>صيانة</translation>
    </message>
    <message>
        <source>Begins</source>
        <translation>تبدأ</translation>
    </message>
    <message>
        <source>now, or 22:00, or 2026-03-14 22:00</source>
        <translation>الآن، أو 22:00، أو 2026-03-14 22:00</translation>
    </message>
    <message>
        <source>Lasts</source>
        <translation>تدوم</translation>
    </message>
    <message>
        <source>30 min</source>
        <translation>30 دقيقة</translation>
    </message>
    <message>
        <source>1 h</source>
        <translation>ساعة</translation>
    </message>
    <message>
        <source>2 h</source>
        <translation>ساعتان</translation>
    </message>
    <message>
        <source>8 h</source>
        <translation>8 ساعات</translation>
    </message>
    <message>
        <source>1 d</source>
        <translation>يوم</translation>
    </message>
    <message>
        <source>until 23:30</source>
        <translation>حتى 23:30</translation>
    </message>
    <message>
        <source>Mutes</source>
        <translation>تُسكت</translation>
    </message>
    <message>
        <source>all of that time</source>
        <translation>كلّ ذلك الوقت</translation>
    </message>
    <message>
        <source>Flexible: from the first problem within that time on</source>
        <translation>مرنة: من أول مشكلة خلال ذلك الوقت</translation>
    </message>
    <message>
        <source>Comes again</source>
        <translation>تتكرّر</translation>
    </message>
    <message>
        <source>never</source>
        <translation>أبدًا</translation>
    </message>
    <message>
        <source>every day</source>
        <translation>كلّ يوم</translation>
    </message>
    <message>
        <source>every week</source>
        <translation>كلّ أسبوع</translation>
    </message>
    <message>
        <source>every month</source>
        <translation>كلّ شهر</translation>
    </message>
    <message>
        <source>last day, as 2026-12-31</source>
        <translation>آخر يوم، مثل 2026-12-31</translation>
    </message>
    <message>
        <source>by the clock of %1</source>
        <translation>بتوقيت %1</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>تعليق</translation>
    </message>
    <message>
        <source>What work is planned</source>
        <translation>ما العمل المخطّط</translation>
    </message>
    <message>
        <source>When</source>
        <translation>متى</translation>
    </message>
    <message>
        <source>The next times</source>
        <translation>المواعيد القادمة</translation>
    </message>
    <message>
        <source>This is wanted</source>
        <translation>هذا مقصود</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>إلغاء</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>تغيير</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>تخطيط</translation>
    </message>
</context>
<context>
    <name>DowntimeWords</name>
    <message>
        <source>every day</source>
        <translation>كلّ يوم</translation>
    </message>
    <message>
        <source>every %1</source>
        <translation>كلّ %1</translation>
    </message>
    <message>
        <source>every month on day %1</source>
        <translation>كلّ شهر في اليوم %1</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 إلى %2</translation>
    </message>
    <message>
        <source>flexible, %1 from the first problem</source>
        <translation>مرنة، %1 من أول مشكلة</translation>
    </message>
    <message>
        <source>fixed</source>
        <translation>ثابتة</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1، %2</translation>
    </message>
</context>
<context>
    <name>DowntimesView</name>
    <message>
        <source>The downtime ends an hour later</source>
        <translation>تنتهي الصيانة بعد ساعة إضافية</translation>
    </message>
    <message>
        <source>The downtime is cancelled</source>
        <translation>أُلغيت الصيانة</translation>
    </message>
    <message>
        <source>Downtimes</source>
        <translation>الصيانات</translation>
    </message>
    <message>
        <source>No work is planned</source>
        <translation>لا عمل مخطّط</translation>
    </message>
    <message>
        <source>A downtime keeps alerts quiet while somebody works on what they watch, once or again and again. Their checks go on.</source>
        <translation>تُبقي الصيانة الإنذارات صامتة بينما يعمل أحد على ما تراقبه، مرة أو مرارًا. وتستمرّ فحوصها.</translation>
    </message>
    <message>
        <source>Plan a downtime</source>
        <translation>خطّط صيانة</translation>
    </message>
</context>
<context>
    <name>HistoryView</name>
    <message>
        <source>24 h</source>
        <translation>24 ساعة</translation>
    </message>
    <message>
        <source>7 days</source>
        <translation>7 أيام</translation>
    </message>
    <message>
        <source>30 days</source>
        <translation>30 يومًا</translation>
    </message>
    <message>
        <source>90 days</source>
        <translation>90 يومًا</translation>
    </message>
    <message>
        <source>severity</source>
        <translation>الشدّة</translation>
    </message>
    <message>
        <source>any</source>
        <translation>أيّ</translation>
    </message>
    <message>
        <source>error and worse</source>
        <translation>خطأ وأسوأ</translation>
    </message>
    <message>
        <source>unknown and worse</source>
        <translation>مجهول وأسوأ</translation>
    </message>
    <message>
        <source>warning and worse</source>
        <translation>تحذير وأسوأ</translation>
    </message>
    <message>
        <source>Filter by name or label</source>
        <translation>تصفية بالاسم أو الوسم</translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>مسح التصفية</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>اسأل مجددًا</translation>
    </message>
    <message>
        <source>Fired</source>
        <translation>أُطلق</translation>
    </message>
    <message>
        <source>Firing in all</source>
        <translation>المدّة الكلّية</translation>
    </message>
    <message>
        <source>Taken by somebody</source>
        <translation>تولّاها أحد</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Until taken (MTTA)</source>
        <translation>حتى التولّي (MTTA)</translation>
    </message>
    <message>
        <source>Until over (MTTR)</source>
        <translation>حتى الانتهاء (MTTR)</translation>
    </message>
    <message>
        <source>Flapped</source>
        <translation>تذبذب</translation>
    </message>
    <message>
        <source>When anything fired</source>
        <translation>متى أُطلق شيء</translation>
    </message>
    <message>
        <source>now</source>
        <translation>الآن</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>القواعد</translation>
    </message>
    <message>
        <source>Occurrences</source>
        <translation>الوقائع</translation>
    </message>
    <message>
        <source>Audit log</source>
        <translation>سجلّ التدقيق</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>القاعدة</translation>
    </message>
    <message>
        <source>When</source>
        <translation>متى</translation>
    </message>
    <message>
        <source>Taken</source>
        <translation>تُولّي</translation>
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
        <translation>القواعد حسب ضجيجها</translation>
    </message>
    <message>
        <source>%1, %2, %3</source>
        <translation>%1، %2، %3</translation>
    </message>
    <message>
        <source>What fired, newest first</source>
        <translation>ما أُطلق، الأحدث أولًا</translation>
    </message>
    <message>
        <source>The history cannot be read</source>
        <translation>تعذّرت قراءة السجلّ</translation>
    </message>
    <message>
        <source>Reading the history</source>
        <translation>جارٍ قراءة السجلّ</translation>
    </message>
    <message>
        <source>Nobody has done anything yet</source>
        <translation>لم يفعل أحد شيئًا بعد</translation>
    </message>
    <message>
        <source>Nothing that fired matches the filter</source>
        <translation>لا شيء ممّا أُطلق يطابق التصفية</translation>
    </message>
    <message>
        <source>Nothing fired in this time</source>
        <translation>لم يُطلق شيء في هذا الوقت</translation>
    </message>
</context>
<context>
    <name>MatchList</name>
    <message>
        <source>No alert at the moment. Those to come are muted too</source>
        <translation>لا إنذار الآن. والقادمة تُسكَت أيضًا</translation>
    </message>
</context>
<context>
    <name>MatcherRows</name>
    <message>
        <source>is</source>
        <translation>يساوي</translation>
    </message>
    <message>
        <source>is not</source>
        <translation>لا يساوي</translation>
    </message>
    <message>
        <source>matches</source>
        <translation>يطابق</translation>
    </message>
    <message>
        <source>does not match</source>
        <translation>لا يطابق</translation>
    </message>
    <message>
        <source>Alerts whose labels</source>
        <translation>الإنذارات التي وسومها</translation>
    </message>
    <message>
        <source>Use %1</source>
        <translation>استخدم %1</translation>
    </message>
    <message>
        <source>label</source>
        <translation>وسم</translation>
    </message>
    <message>
        <source>regular expression</source>
        <translation>تعبير نمطي</translation>
    </message>
    <message>
        <source>value</source>
        <translation>قيمة</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>إزالة %1</translation>
    </message>
    <message>
        <source>Another label</source>
        <translation>وسم آخر</translation>
    </message>
</context>
<context>
    <name>OccurrenceRow</name>
    <message>
        <source>%1, %2, %3</source>
        <translation>%1، %2، %3</translation>
    </message>
    <message>
        <source>nobody took it</source>
        <translation>لم يتولَّه أحد</translation>
    </message>
</context>
<context>
    <name>nocturne::panels::AlertPast</name>
    <message>
        <source>as of %1</source>
        <translation>حتى %1</translation>
    </message>
    <message numerus="yes">
        <source>fired %n time(s) within %1 days</source>
        <translation>
            <numerusform>لم يُطلق خلال %1 يومًا</numerusform>
            <numerusform>أُطلق مرّة خلال %1 يومًا</numerusform>
            <numerusform>أُطلق مرّتين خلال %1 يومًا</numerusform>
            <numerusform>أُطلق %n مرّات خلال %1 يومًا</numerusform>
            <numerusform>أُطلق %n مرّة خلال %1 يومًا</numerusform>
            <numerusform>أُطلق %n مرّة خلال %1 يومًا</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nocturne::panels::PastOccurrences</name>
    <message>
        <source>%1 so far</source>
        <translation>%1 حتى الآن</translation>
    </message>
    <message>
        <source>%1, after %2</source>
        <translation>%1، بعد %2</translation>
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
        <translation>اكتب البداية مثل 17:30 أو 2026-03-14 17:30</translation>
    </message>
    <message>
        <source>Write the end as 17:30 or 2026-03-14 17:30</source>
        <translation>اكتب النهاية مثل 17:30 أو 2026-03-14 17:30</translation>
    </message>
    <message>
        <source>Write the last day as 2026-03-14</source>
        <translation>اكتب آخر يوم مثل 2026-03-14</translation>
    </message>
    <message>
        <source>No window of it is yet to come</source>
        <translation>لم يبقَ لها موعد قادم</translation>
    </message>
</context>
<context>
    <name>nocturne::ui::DowntimeListModel</name>
    <message>
        <source>begins in %1</source>
        <translation>يبدأ بعد %1</translation>
    </message>
    <message>
        <source>waits for a problem, %1 more</source>
        <translation>تنتظر مشكلة، %1 أخرى</translation>
    </message>
    <message>
        <source>ends in %1</source>
        <translation>ينتهي بعد %1</translation>
    </message>
    <message>
        <source>cancelled %1</source>
        <translation>أُلغيت %1</translation>
    </message>
    <message>
        <source>ended %1</source>
        <translation>انتهى %1</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>نشطة</translation>
    </message>
    <message>
        <source>To come</source>
        <translation>قادمة</translation>
    </message>
    <message>
        <source>Over</source>
        <translation>انتهت</translation>
    </message>
    <message numerus="yes">
        <source>mutes %n alert(s)</source>
        <translation>
            <numerusform>لا يُسكت إنذارات</numerusform>
            <numerusform>يُسكت إنذارًا واحدًا</numerusform>
            <numerusform>يُسكت إنذارين</numerusform>
            <numerusform>يُسكت %n إنذارات</numerusform>
            <numerusform>يُسكت %n إنذارًا</numerusform>
            <numerusform>يُسكت %n إنذار</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nocturne::ui::MatcherForm</name>
    <message>
        <source>which label?</source>
        <translation>أيّ وسم؟</translation>
    </message>
    <message numerus="yes">
        <source>mutes %1 of %n alert(s)</source>
        <translation>
            <numerusform>يُسكت %1 من %n إنذار</numerusform>
            <numerusform>يُسكت %1 من إنذار واحد</numerusform>
            <numerusform>يُسكت %1 من إنذارين</numerusform>
            <numerusform>يُسكت %1 من %n إنذارات</numerusform>
            <numerusform>يُسكت %1 من %n إنذارًا</numerusform>
            <numerusform>يُسكت %1 من %n إنذار</numerusform>
        </translation>
    </message>
    <message>
        <source>Say which alerts: at least one label with its value</source>
        <translation>حدّد الإنذارات: وسمًا واحدًا على الأقل مع قيمته</translation>
    </message>
</context>
<context>
    <name>AlertDeeds</name>
    <message>
        <source>%1: open again</source>
        <translation>%1: مفتوح مجددًا</translation>
    </message>
    <message>
        <source>Taken back</source>
        <translation>تمّ التراجع</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>تراجع</translation>
    </message>
    <message>
        <source>%1: yours</source>
        <translation>%1: لك</translation>
    </message>
    <message>
        <source>%1: put off</source>
        <translation>%1: مؤجّل</translation>
    </message>
    <message>
        <source>The silence is made</source>
        <translation>تم الإسكات</translation>
    </message>
</context>
<context>
    <name>AlertLine</name>
    <message>
        <source>%1, %2, %3</source>
        <translation>%1، %2، %3</translation>
    </message>
    <message>
        <source>Acknowledge</source>
        <translation>تولّي</translation>
    </message>
</context>
<context>
    <name>nocturne::panels::ExploreQuery</name>
    <message>
        <source>this Nocturne</source>
        <translation>هذا Nocturne</translation>
    </message>
</context>
<context>
    <name>Phases</name>
    <message>
        <source>name</source>
        <translation>الاسم</translation>
    </message>
    <message>
        <source>connect</source>
        <translation>الاتصال</translation>
    </message>
    <message>
        <source>TLS</source>
        <translation>TLS</translation>
    </message>
    <message>
        <source>first byte</source>
        <translation>أول بايت</translation>
    </message>
    <message>
        <source>body</source>
        <translation>المحتوى</translation>
    </message>
</context>
<context>
    <name>SourceHistory</name>
    <message>
        <source>time up</source>
        <translation>زمن التشغيل</translation>
    </message>
    <message>
        <source>last attempts</source>
        <translation>آخر المحاولات</translation>
    </message>
    <message>
        <source>the last one</source>
        <translation>آخر محاولة</translation>
    </message>
    <message>
        <source>Time that the last attempts took</source>
        <translation>مدة آخر المحاولات</translation>
    </message>
    <message>
        <source>Phases of the last attempt</source>
        <translation>مراحل آخر محاولة</translation>
    </message>
</context>
<context>
    <name>LocalCard</name>
    <message>
        <source>Looking around this computer</source>
        <translation>البحث على هذا الحاسوب</translation>
    </message>
    <message>
        <source>Found on this computer</source>
        <translation>عُثر عليه على هذا الحاسوب</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>ليس الآن</translation>
    </message>
</context>
<context>
    <name>PasteSheet</name>
    <message>
        <source>What was pasted</source>
        <translation>ما تم لصقه</translation>
    </message>
    <message>
        <source>Add a source, or paste anything</source>
        <translation>أضف مصدرًا أو الصق أي شيء</translation>
    </message>
    <message>
        <source>An address, or any text</source>
        <translation>عنوان أو أي نص</translation>
    </message>
    <message>
        <source>understood as</source>
        <translation>فُهم على أنه</translation>
    </message>
    <message>
        <source>add</source>
        <translation>إضافة</translation>
    </message>
    <message>
        <source>What was asked, and what came</source>
        <translation>ما سُئل وما جاء</translation>
    </message>
    <message>
        <source>What it holds</source>
        <translation>ما يحتويه</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>ما عُثر عليه</translation>
    </message>
    <message>
        <source>Copy the lines</source>
        <translation>نسخ الأسطر</translation>
    </message>
    <message>
        <source>Something else</source>
        <translation>شيء آخر</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>إغلاق</translation>
    </message>
    <message>
        <source>Look at it</source>
        <translation>فحص</translation>
    </message>
    <message>
        <source>These lines are added to nocturne.yml; nothing else in it changes</source>
        <translation>تُضاف هذه الأسطر إلى nocturne.yml ولا يتغير فيه شيء آخر</translation>
    </message>
    <message>
        <source>An address, a curl command, the text of /metrics, rules, a dashboard, PromQL, log lines or the id of a trace</source>
        <translation>عنوان، أو أمر curl، أو نص ‎/metrics، أو قواعد، أو لوحة متابعة، أو PromQL، أو أسطر سجل، أو معرّف تتبّع</translation>
    </message>
    <message>
        <source>What was considered</source>
        <translation>ما نُظر فيه</translation>
    </message>
    <message>
        <source>What can be taken over</source>
        <translation>ما يمكن أخذه</translation>
    </message>
    <message>
        <source>None</source>
        <translation>لا شيء</translation>
    </message>
    <message>
        <source>All</source>
        <translation>الكل</translation>
    </message>
    <message>
        <source>Map its messages</source>
        <translation>عيّن رسائله</translation>
    </message>
</context>
<context>
    <name>PasteWords</name>
    <message>
        <source>an address</source>
        <translation>عنوان</translation>
    </message>
    <message>
        <source>a curl command</source>
        <translation>أمر curl</translation>
    </message>
    <message>
        <source>metrics</source>
        <translation>مقاييس</translation>
    </message>
    <message>
        <source>a rule file</source>
        <translation>ملف قواعد</translation>
    </message>
    <message>
        <source>a dashboard</source>
        <translation>لوحة</translation>
    </message>
    <message>
        <source>log lines</source>
        <translation>أسطر سجل</translation>
    </message>
    <message>
        <source>a PromQL expression</source>
        <translation>تعبير PromQL</translation>
    </message>
    <message>
        <source>Open in Explore</source>
        <translation>فتح في الاستكشاف</translation>
    </message>
    <message>
        <source>Scrape these metrics</source>
        <translation>جمع هذه المقاييس</translation>
    </message>
    <message>
        <source>Add as a data source</source>
        <translation>إضافة كمصدر بيانات</translation>
    </message>
    <message>
        <source>Check its health</source>
        <translation>فحص حالته</translation>
    </message>
    <message>
        <source>no answer</source>
        <translation>لا جواب</translation>
    </message>
    <message>
        <source>a configuration of Nocturne</source>
        <translation>إعدادات Nocturne</translation>
    </message>
    <message>
        <source>a configuration of Prometheus</source>
        <translation>إعدادات Prometheus</translation>
    </message>
    <message>
        <source>a configuration of Alertmanager</source>
        <translation>إعدادات Alertmanager</translation>
    </message>
    <message>
        <source>a dashboard of Grafana</source>
        <translation>لوحة متابعة من Grafana</translation>
    </message>
    <message>
        <source>a health document</source>
        <translation>وثيقة سلامة</translation>
    </message>
    <message>
        <source>the id of a trace</source>
        <translation>معرّف تتبّع</translation>
    </message>
    <message numerus="yes">
        <source>%n metric(s)</source>
        <translation>
            <numerusform>لا مقاييس</numerusform>
            <numerusform>مقياس واحد</numerusform>
            <numerusform>مقياسان</numerusform>
            <numerusform>%n مقاييس</numerusform>
            <numerusform>%n مقياسًا</numerusform>
            <numerusform>%n مقياس</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sample(s)</source>
        <translation>
            <numerusform>لا عينات</numerusform>
            <numerusform>عينة واحدة</numerusform>
            <numerusform>عينتان</numerusform>
            <numerusform>%n عينات</numerusform>
            <numerusform>%n عينة</numerusform>
            <numerusform>%n عينة</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n rule(s)</source>
        <translation>
            <numerusform>لا قواعد</numerusform>
            <numerusform>قاعدة واحدة</numerusform>
            <numerusform>قاعدتان</numerusform>
            <numerusform>%n قواعد</numerusform>
            <numerusform>%n قاعدة</numerusform>
            <numerusform>%n قاعدة</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n group(s)</source>
        <translation>
            <numerusform>لا مجموعات</numerusform>
            <numerusform>مجموعة واحدة</numerusform>
            <numerusform>مجموعتان</numerusform>
            <numerusform>%n مجموعات</numerusform>
            <numerusform>%n مجموعة</numerusform>
            <numerusform>%n مجموعة</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n job(s)</source>
        <translation>
            <numerusform>لا مهام</numerusform>
            <numerusform>مهمة واحدة</numerusform>
            <numerusform>مهمتان</numerusform>
            <numerusform>%n مهام</numerusform>
            <numerusform>%n مهمة</numerusform>
            <numerusform>%n مهمة</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n other source(s)</source>
        <translation>
            <numerusform>لا مصادر أخرى</numerusform>
            <numerusform>مصدر آخر</numerusform>
            <numerusform>مصدران آخران</numerusform>
            <numerusform>%n مصادر أخرى</numerusform>
            <numerusform>%n مصدرًا آخر</numerusform>
            <numerusform>%n مصدر آخر</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n receiver(s)</source>
        <translation>
            <numerusform>لا مستقبِلين</numerusform>
            <numerusform>مستقبِل واحد</numerusform>
            <numerusform>مستقبِلان</numerusform>
            <numerusform>%n مستقبِلين</numerusform>
            <numerusform>%n مستقبِلًا</numerusform>
            <numerusform>%n مستقبِل</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n panel(s)</source>
        <translation>
            <numerusform>لا ألواح</numerusform>
            <numerusform>لوح واحد</numerusform>
            <numerusform>لوحان</numerusform>
            <numerusform>%n ألواح</numerusform>
            <numerusform>%n لوحًا</numerusform>
            <numerusform>%n لوح</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n component(s)</source>
        <translation>
            <numerusform>لا مكونات</numerusform>
            <numerusform>مكوّن واحد</numerusform>
            <numerusform>مكوّنان</numerusform>
            <numerusform>%n مكونات</numerusform>
            <numerusform>%n مكوّنًا</numerusform>
            <numerusform>%n مكوّن</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n line(s)</source>
        <translation>
            <numerusform>لا أسطر</numerusform>
            <numerusform>سطر واحد</numerusform>
            <numerusform>سطران</numerusform>
            <numerusform>%n أسطر</numerusform>
            <numerusform>%n سطرًا</numerusform>
            <numerusform>%n سطر</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n fault(s)</source>
        <translation>
            <numerusform>لا أخطاء</numerusform>
            <numerusform>خطأ واحد</numerusform>
            <numerusform>خطآن</numerusform>
            <numerusform>%n أخطاء</numerusform>
            <numerusform>%n خطأ</numerusform>
            <numerusform>%n خطأ</numerusform>
        </translation>
    </message>
    <message>
        <source>This is what a target answers. To watch the target itself, paste its address.</source>
        <translation>هذا ما يجيب به هدف. لمراقبة الهدف نفسه الصق عنوانه.</translation>
    </message>
    <message>
        <source>A rule file with faults is not evaluated: put them right and paste it again.</source>
        <translation>ملف قواعد فيه أخطاء لا يُقيَّم: صحّحها والصقه من جديد.</translation>
    </message>
    <message>
        <source>Kept in the folder of added rules, it is evaluated from then on.</source>
        <translation>يُحفظ في مجلد القواعد المضافة ويُقيَّم من حينها.</translation>
    </message>
    <message>
        <source>Its scrape jobs can be taken over, all or some. Or start Nocturne with --config and the name of this file: it is read as it is.</source>
        <translation>يمكن أخذ مهام الجمع منه، كلها أو بعضها. أو ابدأ Nocturne بالخيار ‎--config واسم هذا الملف: يُقرأ كما هو.</translation>
    </message>
    <message>
        <source>Save it as a file and start Nocturne with --config and its name; it is read as it is.</source>
        <translation>احفظه ملفًا وابدأ Nocturne بالخيار ‎--config واسمه؛ يُقرأ كما هو.</translation>
    </message>
    <message>
        <source>It is only explained here, and nothing of it is taken over. By hand, its route and receivers go below the section notifications of nocturne.yml.</source>
        <translation>يُشرح هنا فقط ولا يُؤخذ منه شيء. يدويًا، يوضع مساره ومستقبِلوه تحت القسم notifications في nocturne.yml.</translation>
    </message>
    <message>
        <source>A dashboard with faults is not opened: put them right and paste it again.</source>
        <translation>لوحة متابعة فيها أخطاء لا تُفتح: صحّحها والصقها من جديد.</translation>
    </message>
    <message>
        <source>Kept in the folder of dashboards, it is there at the next start too.</source>
        <translation>تُحفظ في مجلد لوحات المتابعة فتبقى عند التشغيل التالي أيضًا.</translation>
    </message>
    <message>
        <source>Dashboards of Grafana cannot be imported yet. Below is what it holds.</source>
        <translation>لا يمكن استيراد لوحات Grafana بعد. في الأسفل ما تحويه.</translation>
    </message>
    <message>
        <source>This is what a service answers. To watch the service itself, paste its address.</source>
        <translation>هذا ما تجيب به خدمة. لمراقبة الخدمة نفسها الصق عنوانها.</translation>
    </message>
    <message>
        <source>This is how these lines are read. They are not kept.</source>
        <translation>هكذا تُقرأ هذه الأسطر. وهي لا تُحفظ.</translation>
    </message>
    <message>
        <source>Search the logs for it</source>
        <translation>ابحث عنه في السجلات</translation>
    </message>
    <message>
        <source>Save to the rules folder</source>
        <translation>احفظ في مجلد القواعد</translation>
    </message>
    <message>
        <source>Save and open</source>
        <translation>احفظ وافتح</translation>
    </message>
    <message>
        <source>%1, which answers PromQL</source>
        <translation>%1، ويجيب عن PromQL</translation>
    </message>
    <message>
        <source>Loki, with logs to read</source>
        <translation>Loki، وفيه سجلات للقراءة</translation>
    </message>
    <message>
        <source>the monitoring API of a Burstlet</source>
        <translation>واجهة المراقبة في Burstlet</translation>
    </message>
    <message>
        <source>AEGIS, with a stream of metrics</source>
        <translation>AEGIS، وفيه تدفق مقاييس</translation>
    </message>
    <message>
        <source>a Socket.IO server</source>
        <translation>خادم Socket.IO</translation>
    </message>
    <message>
        <source>a WebSocket</source>
        <translation>WebSocket</translation>
    </message>
    <message numerus="yes">
        <source>metrics, %n series</source>
        <translation>
            <numerusform>مقاييس بلا سلاسل</numerusform>
            <numerusform>مقاييس، سلسلة واحدة</numerusform>
            <numerusform>مقاييس، سلسلتان</numerusform>
            <numerusform>مقاييس، %n سلاسل</numerusform>
            <numerusform>مقاييس، %n سلسلة</numerusform>
            <numerusform>مقاييس، %n سلسلة</numerusform>
        </translation>
    </message>
    <message>
        <source>a health document: %1</source>
        <translation>وثيقة سلامة: %1</translation>
    </message>
    <message>
        <source>Show its alerts</source>
        <translation>اعرض إنذاراته</translation>
    </message>
    <message>
        <source>Add its logs</source>
        <translation>أضف سجلاته</translation>
    </message>
    <message>
        <source>Watch this Burstlet</source>
        <translation>راقب Burstlet هذا</translation>
    </message>
    <message>
        <source>Add its stream</source>
        <translation>أضف تدفقه</translation>
    </message>
    <message>
        <source>Check that it answers</source>
        <translation>افحص أنه يجيب</translation>
    </message>
    <message>
        <source>Its messages need a mapping to become metrics, log records or alerts.</source>
        <translation>تحتاج رسائله إلى تعيين لتصير مقاييس أو قيود سجل أو إنذارات.</translation>
    </message>
    <message>
        <source>line %1, column %2</source>
        <translation>السطر %1، العمود %2</translation>
    </message>
    <message>
        <source>somewhere</source>
        <translation>في موضع ما</translation>
    </message>
    <message>
        <source>is not taken over</source>
        <translation>لا يُؤخذ</translation>
    </message>
    <message>
        <source>has no effect here</source>
        <translation>لا أثر له هنا</translation>
    </message>
    <message>
        <source>not %1</source>
        <translation>ليس %1</translation>
    </message>
</context>
<context>
    <name>nocturne::ui::PasteDesk</name>
    <message>
        <source>Not recognised</source>
        <translation>غير معروف</translation>
    </message>
    <message>
        <source>This is %1</source>
        <translation>هذا %1</translation>
    </message>
    <message>
        <source>Found: %1</source>
        <translation>عُثر على: %1</translation>
    </message>
    <message>
        <source>Asking what is there</source>
        <translation>جارٍ السؤال عما يوجد هناك</translation>
    </message>
    <message>
        <source>Nothing that Nocturne knows is there</source>
        <translation>لا يوجد شيء يعرفه Nocturne</translation>
    </message>
    <message>
        <source>It is watched already.</source>
        <translation>يُراقَب بالفعل.</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>قراءة</translation>
    </message>
    <message>
        <source>This cannot be looked at</source>
        <translation>لا يمكن النظر في هذا</translation>
    </message>
    <message>
        <source>An address, a curl line, metrics, rules, a dashboard, PromQL, log lines and the id of a trace are known.</source>
        <translation>المعروف: عنوان، أو سطر curl، أو مقاييس، أو قواعد، أو لوحة متابعة، أو PromQL، أو أسطر سجل، أو معرّف تتبّع.</translation>
    </message>
    <message numerus="yes">
        <source>Take over %n job(s)</source>
        <translation>
            <numerusform>لا مهام تؤخذ</numerusform>
            <numerusform>خذ مهمة واحدة</numerusform>
            <numerusform>خذ مهمتين</numerusform>
            <numerusform>خذ %n مهام</numerusform>
            <numerusform>خذ %n مهمة</numerusform>
            <numerusform>خذ %n مهمة</numerusform>
        </translation>
    </message>
    <message>
        <source>This file cannot be read: %1</source>
        <translation>لا يمكن قراءة هذا الملف: %1</translation>
    </message>
    <message>
        <source>There is a job of this name already.</source>
        <translation>توجد مهمة بهذا الاسم بالفعل.</translation>
    </message>
    <message>
        <source>Add these lines to nocturne.yml by hand: it cannot be written from here. %1</source>
        <translation>أضف هذه الأسطر إلى nocturne.yml يدويًا: لا يمكن كتابته من هنا. %1</translation>
    </message>
    <message>
        <source>%1 is watched from now on</source>
        <translation>%1 تحت المراقبة من الآن</translation>
    </message>
    <message numerus="yes">
        <source>%n job(s) are watched from now on</source>
        <translation>
            <numerusform>لا مهام جديدة تحت المراقبة</numerusform>
            <numerusform>مهمة واحدة تحت المراقبة من الآن</numerusform>
            <numerusform>مهمتان تحت المراقبة من الآن</numerusform>
            <numerusform>%n مهام تحت المراقبة من الآن</numerusform>
            <numerusform>%n مهمة تحت المراقبة من الآن</numerusform>
            <numerusform>%n مهمة تحت المراقبة من الآن</numerusform>
        </translation>
    </message>
    <message>
        <source>The rules are in %1</source>
        <translation>القواعد في %1</translation>
    </message>
    <message>
        <source>not taken over: %1</source>
        <translation>لم يؤخذ: %1</translation>
    </message>
</context>
<context>
    <name>MappingSheet</name>
    <message>
        <source>Try a mapping</source>
        <translation>تجربة تعيين</translation>
    </message>
    <message>
        <source>Address of the stream, ws:// or wss://</source>
        <translation>عنوان التدفق، ‎ws://‎ أو ‎wss://‎</translation>
    </message>
    <message>
        <source>Mapping, as in nocturne.yml</source>
        <translation>التعيين كما في nocturne.yml</translation>
    </message>
    <message>
        <source>Messages: one, or one a line</source>
        <translation>الرسائل: واحدة، أو واحدة في كل سطر</translation>
    </message>
    <message>
        <source>What is wrong with the mapping</source>
        <translation>ما الخطأ في التعيين</translation>
    </message>
    <message>
        <source>What it makes of them</source>
        <translation>ما ينتج عنها</translation>
    </message>
    <message>
        <source>Copy the lines</source>
        <translation>انسخ الأسطر</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>إغلاق</translation>
    </message>
    <message>
        <source>Add this stream</source>
        <translation>أضف هذا التدفق</translation>
    </message>
</context>
<context>
    <name>nocturne::ui::MappingPreview</name>
    <message>
        <source>error</source>
        <translation>خطأ</translation>
    </message>
    <message>
        <source>the text is too long: paste a few messages</source>
        <translation>النص طويل جدًا: الصق رسائل قليلة</translation>
    </message>
    <message>
        <source>line %1, column %2</source>
        <translation>السطر %1، العمود %2</translation>
    </message>
    <message>
        <source>sample</source>
        <translation>عينة</translation>
    </message>
    <message>
        <source>log record</source>
        <translation>قيد سجل</translation>
    </message>
    <message>
        <source>alert</source>
        <translation>إنذار</translation>
    </message>
    <message>
        <source>fault</source>
        <translation>خلل</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>لا شيء</translation>
    </message>
</context>
<context>
    <name>nocturne::ui::StreamDraft</name>
    <message>
        <source>With the address of a stream, this mapping can be added to nocturne.yml.</source>
        <translation>مع عنوان تدفق يمكن إضافة هذا التعيين إلى nocturne.yml.</translation>
    </message>
    <message>
        <source>The address of a stream begins with ws:// or wss://.</source>
        <translation>يبدأ عنوان التدفق بـ ‎ws://‎ أو ‎wss://‎.</translation>
    </message>
    <message>
        <source>This mapping is too long to be added from here.</source>
        <translation>هذا التعيين أطول من أن يُضاف من هنا.</translation>
    </message>
    <message>
        <source>Copy the lines and add them to nocturne.yml by hand: it cannot be written from here. %1</source>
        <translation>انسخ الأسطر وأضفها إلى nocturne.yml يدويًا: لا يمكن كتابته من هنا. %1</translation>
    </message>
</context>
</TS>
