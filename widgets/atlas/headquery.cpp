#include "widgets/atlas/headquery.h"

#include "core/heads/reportviews.h"
#include "widgets/atlas/headsearch.h"
#include "widgets/stages/stagetext.h"

#include <QRegularExpression>
#include <QStringList>

#include <algorithm>
#include <functional>
#include <optional>
#include <utility>

namespace headwaters {

namespace {

constexpr qsizetype shortestPart = 2; ///< of a type's name

/// What one word or phrase says of a head. `report` is null where nothing was scanned.
struct Term {
    std::function<bool(HeadIndex, const HeadReport* report)> holds;
    bool needsScan = true;
};

std::optional<int> typedLayer(const QString& word)
{
    static const QRegularExpression form(
        QStringLiteral("^(?:L|layer )(\\d{1,6})$"), QRegularExpression::CaseInsensitiveOption);
    const auto match = form.match(word);
    return match.hasMatch() ? std::optional(match.captured(1).toInt()) : std::nullopt;
}

std::optional<Stage> typedStage(const QString& word)
{
    for (int place = 0; place < stageCount; ++place) {
        const auto stage = static_cast<Stage>(place);
        for (const QString& name : {stageLetters(stage), stageName(stage)}) {
            if (name.compare(word, Qt::CaseInsensitive) == 0)
                return stage;
        }
    }
    return std::nullopt;
}

std::vector<HeadType> typedTypes(const QString& word)
{
    std::vector<HeadType> exact, part;
    for (const HeadTypeInfo& info : headTypes()) {
        for (const QString& name : {info.name, info.key, info.shortName}) {
            if (name.compare(word, Qt::CaseInsensitive) == 0)
                exact.push_back(info.type);
            else if (word.size() >= shortestPart && name.contains(word, Qt::CaseInsensitive))
                part.push_back(info.type);
        }
    }
    return exact.empty() ? part : exact;
}

bool isVerdict(const QString& word)
{
    for (int verdict = 0; verdict <= static_cast<int>(HeadVerdict::NotMeasurable); ++verdict) {
        for (int confidence = 0; confidence <= static_cast<int>(Confidence::Confirmed); ++confidence) {
            HeadReport head;
            head.verdict = static_cast<HeadVerdict>(verdict);
            head.confidence = static_cast<Confidence>(confidence);
            if (verdictText(head).compare(word, Qt::CaseInsensitive) == 0)
                return true;
        }
    }
    return false;
}

bool isOfStage(const HeadReport& head, Stage stage)
{
    if (head.verdict == HeadVerdict::Primary)
        return head.primary == stage;
    const std::vector<Stage> leading = leadingStages(head.stages);
    return head.verdict == HeadVerdict::MultiStage
        && std::find(leading.begin(), leading.end(), stage) != leading.end();
}

std::optional<Term> termOf(const QString& word)
{
    if (const auto head = typedHead(word))
        return Term{[head](HeadIndex at, const HeadReport*) { return at == *head; }, false};
    if (const auto layer = typedLayer(word))
        return Term{[layer](HeadIndex at, const HeadReport*) { return at.layer == *layer; }, false};
    if (const auto stage = typedStage(word))
        return Term{[stage](HeadIndex, const HeadReport* head) { return isOfStage(*head, *stage); }};
    if (isVerdict(word))
        return Term{[word](HeadIndex, const HeadReport* head) {
            return verdictText(*head).compare(word, Qt::CaseInsensitive) == 0;
        }};
    const std::vector<HeadType> types = typedTypes(word);
    if (types.empty())
        return std::nullopt;
    return Term{[types](HeadIndex, const HeadReport* head) {
        const auto found = foundTypes(*head);
        return std::any_of(found.begin(), found.end(), [&types](const TypeSummary* one) {
            return std::find(types.begin(), types.end(), one->type) != types.end();
        });
    }};
}

/// The terms of one alternative: the whole phrase where it means something, else each of its words.
std::vector<Term> termsOf(const QString& phrase, QString& unknown)
{
    if (auto whole = termOf(phrase))
        return {*whole};
    std::vector<Term> terms;
    for (const QString& word : phrase.split(u' ')) {
        if (const auto term = termOf(word))
            terms.push_back(*term);
        else if (unknown.isEmpty())
            unknown = word;
    }
    return terms;
}

/// Commas separate; `head` and `heads` are words that one types along.
QStringList alternativesOf(const QString& typed)
{
    static const QRegularExpression along(
        QStringLiteral("\\bheads?\\b"), QRegularExpression::CaseInsensitiveOption);
    QStringList phrases;
    for (QString phrase : typed.split(u',')) {
        phrase = phrase.remove(along).simplified();
        if (!phrase.isEmpty())
            phrases << phrase;
    }
    return phrases;
}

} // namespace

int SoughtHeads::count() const
{
    return static_cast<int>(std::count(heads.begin(), heads.end(), true));
}

HeadQuery readHeadQuery(const QString& typed, const WallShape& shape, const ScanReport* report)
{
    HeadQuery query;
    if (report && std::cmp_not_equal(report->heads.size(), shape.nLayers * shape.nHeads))
        report = nullptr; // of the model before
    std::vector<std::vector<Term>> alternatives;
    for (const QString& phrase : alternativesOf(typed))
        alternatives.push_back(termsOf(phrase, query.unknown));
    if (alternatives.empty() || !query.unknown.isEmpty())
        return query;
    for (const auto& terms : alternatives)
        query.needsScan |=
            !report && std::any_of(terms.begin(), terms.end(), [](const Term& t) { return t.needsScan; });
    if (query.needsScan)
        return query;

    query.sought.typed = typed.simplified();
    for (int layer = 0; layer < shape.nLayers; ++layer) {
        for (int head = 0; head < shape.nHeads; ++head) {
            const HeadIndex at{layer, head};
            const HeadReport* of = report ? &report->at(at) : nullptr;
            query.sought.heads.push_back(
                std::any_of(alternatives.begin(), alternatives.end(), [&](const auto& terms) {
                    return std::all_of(
                        terms.begin(), terms.end(), [&](const Term& term) { return term.holds(at, of); });
                }));
        }
    }
    return query;
}

} // namespace headwaters
