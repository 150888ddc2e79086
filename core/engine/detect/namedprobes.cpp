#include "core/engine/detect/namedprobes.h"

#include "core/engine/detect/competence.h"
#include "core/heads/tasks/languages.h"

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

AskedProbes askLanguages(const Bench& bench, int count)
{
    const LanguageSet languages = targetLanguages(bench.ground, count, bench.seed);
    AskedProbes asked;
    asked.set = coherenceSet(languages);
    asked.set.reason = languages.set.reason;
    asked.competence = competenceIn(bench, languages.set);
    return asked;
}

} // namespace

const QStringList& probeSetNames()
{
    static const QStringList names{u"truthfulness"_s, u"accuracy"_s, u"consistency"_s, u"coherence"_s};
    return names;
}

AskedProbes namedProbes(const Bench& bench, const QString& name, int count)
{
    switch (probeSetNames().indexOf(name)) {
    case 0:
        return askStatements(bench, trueStatements(bench.ground, count, bench.seed));
    case 1:
        return askQuestions(bench, clozeQuestions(bench.ground, count, bench.seed));
    case 2:
        return askParaphrases(bench, paraphrases(bench.ground, count, bench.seed));
    default:
        return askLanguages(bench, count);
    }
}

} // namespace headwaters
