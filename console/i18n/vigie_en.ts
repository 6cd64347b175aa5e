<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_GB" sourcelanguage="en">
<context>
    <name>vigie::console::ChatTools</name>
    <message numerus="yes">
        <source>%n passage(s)</source>
        <translation>
            <numerusform>%n passage</numerusform>
            <numerusform>%n passages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>vigie::console::ConversationDelegate</name>
    <message numerus="yes">
        <source>%n message(s)</source>
        <translation>
            <numerusform>%n message</numerusform>
            <numerusform>%n messages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>vigie::console::ImportDrawer</name>
    <message numerus="yes">
        <source>“%1”, %n panel(s)</source>
        <translation>
            <numerusform>“%1”, %n panel</numerusform>
            <numerusform>“%1”, %n panels</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>vigie::console::SourcesPanel</name>
    <message numerus="yes">
        <source>whole document, %n passage(s)</source>
        <translation>
            <numerusform>whole document, %n passage</numerusform>
            <numerusform>whole document, %n passages</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n passage(s), %2</source>
        <translation>
            <numerusform>%1 of %n passage, %2</numerusform>
            <numerusform>%1 of %n passages, %2</numerusform>
        </translation>
    </message>
</context>
</TS>
