#include "core/text/promptlibrary.h"

#include "core/text/promptnotes.h"
#include "core/text/rolelabels.h"
#include "core/text/tokenizer.h"

#include <QFile>
#include <cstdio>

#include "support/testing.h"

using namespace headwaters;

TEST_CASE("dump")
{
    const auto tokenizer = loadTokenizer(demoModel());
    const PromptLibrary library = PromptLibrary::load();
    QFile out(QStringLiteral("/tmp/fuzz/prompts.tsv"));
    REQUIRE(out.open(QIODevice::WriteOnly));
    for (const PromptFamily& family : library.families())
        for (const Prompt& p : family.examples(1, 200))
        {   const auto rl = roleLabels(p,*tokenizer);
            out.write((p.family + u'\t' + QString(p.text).replace(u'\n', QStringLiteral("\\n")) + u'\t' + p.target + u'\t' + p.rival + u'\t' + QString(p.corrupted).replace(u'\n', QStringLiteral("\\n")) + u'\t' + (hasAlignedTwin(p,*tokenizer)?u'1':u'0') + u'\t' + promptNotes(p, *tokenizer).join(u'|') + u'\t' + QStringList(rl.labels().begin(),rl.labels().end()).join(u'/') + u'\n').toUtf8()); }
}
