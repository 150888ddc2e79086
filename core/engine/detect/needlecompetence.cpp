#include "core/engine/detect/needlecompetence.h"

#include "core/heads/decision.h"

#include <algorithm>

namespace headwaters {

namespace {

/// Variants of a set, shortest prompts first.
QStringList variantsOf(const TaskSet& set)
{
    std::vector<std::pair<std::size_t, QString>> lengths;
    for (const TaskPrompt& prompt : set.prompts) {
        const bool isNew = std::none_of(lengths.begin(), lengths.end(), [&](const auto& length) {
            return length.second == prompt.variant;
        });
        if (isNew)
            lengths.emplace_back(prompt.ids.size(), prompt.variant);
    }
    std::sort(lengths.begin(), lengths.end());
    QStringList variants;
    for (const auto& length : lengths)
        variants << length.second;
    return variants;
}

Competence
competenceAt(const TaskSet& set, const QString& variant, const TaskAnswers& answers, std::uint64_t seed)
{
    std::vector<double> correct, differences;
    for (std::size_t prompt = 0; prompt < set.prompts.size(); ++prompt) {
        if (set.prompts[prompt].variant != variant)
            continue;
        correct.push_back(answers.correct[prompt]);
        differences.push_back(answers.differences[prompt]);
    }
    return competenceOf(
        set.key, QStringLiteral("%1 Texts of %2.").arg(set.sentence, variant), correct, differences,
        set.chance, seed);
}

} // namespace

std::vector<NeedleLength> needleLengths(const TaskSet& set, const TaskAnswers& answers, std::uint64_t seed)
{
    std::vector<NeedleLength> lengths;
    std::size_t speaking = 0;
    for (const QString& variant : variantsOf(set)) {
        lengths.push_back({variant, competenceAt(set, variant, answers, seed)});
        if (lengths.back().competence.passed)
            speaking = lengths.size() - 1;
    }
    for (std::size_t place = 0; place < lengths.size(); ++place) {
        if (place != speaking)
            lengths[place].competence.task += u'-' + lengths[place].variant.section(u' ', 0, 0);
    }
    const auto chosen = lengths.begin() + static_cast<std::ptrdiff_t>(speaking);
    if (!lengths.empty())
        std::rotate(lengths.begin(), chosen, chosen + 1);
    return lengths;
}

} // namespace headwaters
