#include "app/cli/scanoptions.h"

#include "core/base/error.h"

#include <algorithm>

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

constexpr int mostSeeds = 100;
constexpr int mostPrompts = 1000;

QStringList tierKeys()
{
    QStringList keys;
    for (int tier = 0; tier < tierCount; ++tier)
        keys << tierKey(static_cast<Tier>(tier));
    return keys;
}

QStringList typeKeys()
{
    QStringList keys;
    for (const HeadTypeInfo& info : headTypes())
        keys << info.key;
    return keys;
}

std::vector<HeadType> typesOf(const QString& list)
{
    std::vector<HeadType> types;
    for (const QString& word : list.split(u',')) {
        const QString key = word.trimmed();
        const std::optional<HeadType> type = headTypeOfKey(key);
        if (!type)
            throw badInput(u"--types: “%1” is no type of head; headwaters stages --help lists all, such as "
                           "previous-token, induction, name-mover, memory."_s.arg(forMessage(key, 60)));
        if (std::find(types.begin(), types.end(), *type) == types.end())
            types.push_back(*type);
    }
    return types;
}

} // namespace

QList<QCommandLineOption> scanOptions()
{
    return {
        {u"tier"_s,
         u"How deep to look: observed (what heads attend to), mechanistic (also what they write) or causal "
         "(also what is lost without them) (default: mechanistic)."_s,
         u"TIER"_s},
        {u"types"_s,
         u"Only these types, separated by commas (default: all but those that take very long): %1."_s.arg(
             typeKeys().join(u", "_s)),
         u"LIST"_s},
        {u"seed"_s, u"What prompts are drawn from (default: 1)."_s, u"S"_s},
        {u"seeds"_s, u"How many draws of the prompts, from --seed on (default: 3)."_s, u"N"_s},
        {u"prompts"_s, u"Prompts of a set (default: 32)."_s, u"N"_s},
        {u"scrambled"_s, u"Scan a scrambled copy too and count what is found there, all of it false."_s},
        {u"extended"_s, u"Also count the second homes of types, such as knowledge for subject heads."_s},
    };
}

ScanSettings chosenScan(const Arguments& arguments)
{
    ScanSettings settings;
    if (arguments.isSet("tier"_L1))
        settings.tier = static_cast<Tier>(arguments.choice("tier"_L1, tierKeys()));
    if (arguments.isSet("types"_L1))
        settings.types = typesOf(arguments.required("types"_L1));
    if (arguments.isSet("seed"_L1))
        settings.seed = arguments.natural("seed"_L1);
    if (arguments.isSet("seeds"_L1))
        settings.seeds = arguments.integer("seeds"_L1, 1, mostSeeds);
    if (arguments.isSet("prompts"_L1))
        settings.prompts = arguments.integer("prompts"_L1, 1, mostPrompts);
    settings.scrambled = arguments.isSet("scrambled"_L1);
    return settings;
}

StageScheme chosenScheme(const Arguments& arguments)
{
    StageScheme scheme;
    scheme.extended = arguments.isSet("extended"_L1);
    return scheme;
}

} // namespace headwaters
