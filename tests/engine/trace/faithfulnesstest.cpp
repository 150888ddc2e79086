#include "core/engine/trace/faithfulness.h"
#include "core/files/reading.h"
#include "engine/support/edges.h"
#include "engine/support/plaintransformer.h"
#include "engine/support/randommodel.h"
#include "engine/support/tracecase.h"
#include "support/problem.h"
#include "support/testing.h"

#include <QJsonArray>
#include <QJsonObject>

#include <cmath>

using namespace headwaters;

namespace {

const std::vector<TokenId> someIds{5, 17, 42, 17, 99, 3, 250};
const std::vector<TokenId> otherIds{8, 300, 42, 11, 7, 4, 12};
const std::vector<TokenId> shortIds{8, 300, 42};

/// All heads and MLPs of layers below `end` at all positions.
std::vector<KeptPart> allParts(const ModelInfo& info, std::size_t tokens, int end)
{
    std::vector<KeptPart> parts;
    for (int layer = 0; layer < end; ++layer) {
        for (int position = 0; position < static_cast<int>(tokens); ++position) {
            for (int head = -1; head < info.nHeads; ++head)
                parts.push_back({layer, head, position});
        }
    }
    return parts;
}

FaithfulnessPrompt asked(const ModelInfo& info, const std::vector<TokenId>& ids, int layers)
{
    return {ids, 7, 11, allParts(info, ids.size(), layers)};
}

/// Rows of a prompt's values under a hook's name.
class Rows {
public:
    Rows(const ModelFolder& folder, const std::vector<TokenId>& ids, const QString& hook)
        : m_values(PlainTransformer(folder).run(ids).at(hook)),
          m_size(ids.size())
    {
    }
    [[nodiscard]] std::size_t size() const { return m_size; }
    [[nodiscard]] std::vector<double> row(std::size_t at) const
    {
        const auto width = static_cast<std::ptrdiff_t>(m_values.size() / m_size);
        const auto first = m_values.begin() + static_cast<std::ptrdiff_t>(at) * width;
        return {first, first + width};
    }

private:
    std::vector<double> m_values;
    std::size_t m_size;
};

/// Target minus rival when `residual` enters the final norm.
double differenceOf(const RandomModel& model, const std::vector<double>& residual)
{
    const std::vector<float>& gain = model.tensors.at(QStringLiteral("ln_f.weight")).values;
    const std::vector<float>& shift = model.tensors.at(QStringLiteral("ln_f.bias")).values;
    const std::vector<float>& wte = model.tensors.at(QStringLiteral("wte.weight")).values;
    const auto width = static_cast<double>(residual.size());
    double mean = 0;
    double square = 0;
    for (const double value : residual)
        mean += value / width;
    for (const double value : residual)
        square += (value - mean) * (value - mean) / width;
    double difference = 0;
    for (std::size_t i = 0; i < residual.size(); ++i) {
        const double x = (residual[i] - mean) / std::sqrt(square + 1e-5) * static_cast<double>(gain[i])
            + static_cast<double>(shift[i]);
        difference += x
            * (static_cast<double>(wte[7 * residual.size() + i])
               - static_cast<double>(wte[11 * residual.size() + i]));
    }
    return difference;
}

/// What all layers from `first` on write, averaged, added to what enters that layer at the last token: the
/// whole run with those layers ablated. Position by position, or over all positions.
double ablatedDifference(
    const RandomModel& model, const ModelFolder& folder, const std::vector<TokenId>& ids,
    const std::vector<std::vector<TokenId>>& prompts, int first, bool byPosition)
{
    const QString before = QStringLiteral("blocks.%1.hook_resid_pre").arg(first);
    const QString after = QStringLiteral("blocks.1.hook_resid_post");
    std::vector<double> sum = Rows(folder, ids, before).row(ids.size() - 1);
    double count = 0;
    for (const std::vector<TokenId>& prompt : prompts)
        count += byPosition ? 1.0 : static_cast<double>(prompt.size());
    for (const std::vector<TokenId>& prompt : prompts) {
        const Rows from(folder, prompt, before);
        const Rows to(folder, prompt, after);
        for (std::size_t at = byPosition ? ids.size() - 1 : 0; at < prompt.size(); ++at) {
            const std::vector<double> start = from.row(at);
            const std::vector<double> end = to.row(at);
            for (std::size_t i = 0; i < sum.size(); ++i)
                sum[i] += (end[i] - start[i]) / count;
        }
    }
    return differenceOf(model, sum);
}

} // namespace

TEST_CASE("A circuit of everything keeps everything, to the last bit, and one of nothing nothing")
{
    const QString name = GENERATE(
        QStringLiteral("gpt2-tiny"), QStringLiteral("llama-tiny"), QStringLiteral("gemma2-tiny"),
        QStringLiteral("gpt-neox-tiny"));
    const OpenedRun opened(testData(name), someIds);
    CAPTURE(name);
    const auto measured = [&](int layers) {
        return faithfulness(
            opened.tracer,
            {asked(opened.info(), someIds, layers), asked(opened.info(), otherIds, layers),
             asked(opened.info(), shortIds, layers)},
            {});
    };
    const Faithfulness all = measured(opened.info().nLayers);
    CHECK(all.kept == 1.0);
    CHECK(all.circuit == all.whole);
    CHECK(all.error == 0.0);
    CHECK(all.prompts == 3);
    const Faithfulness none = measured(0);
    CHECK(none.kept == 0.0);
    CHECK(none.circuit == none.nothing);
    CHECK(none.whole == all.whole);
    CHECK(none.nothing == all.nothing);
    CHECK(std::abs(none.whole - none.nothing) > 1e-4);
}

TEST_CASE("Ablated layers write their mean: over positions for one prompt or uneven ones, else by position")
{
    const RandomModel random;
    const auto written = random.write();
    const ModelFolder folder = openModelFolder(written->path());
    const OpenedRun opened(written->path(), someIds);
    const std::vector<std::vector<TokenId>> prompts = GENERATE(
        std::vector<std::vector<TokenId>>{someIds}, std::vector<std::vector<TokenId>>{someIds, otherIds},
        std::vector<std::vector<TokenId>>{someIds, shortIds});
    const bool byPosition = prompts.size() == 2 && prompts[1].size() == someIds.size();
    std::vector<FaithfulnessPrompt> list;
    double whole = 0;
    double circuit = 0;
    double nothing = 0;
    std::vector<std::pair<double, double>> perPrompt; // circuit and whole, each minus nothing
    for (const std::vector<TokenId>& prompt : prompts) {
        list.push_back(asked(opened.info(), prompt, 1)); // layer 0 held, layer 1 ablated
        const double clean = ablatedDifference(random, folder, prompt, {prompt}, 1, true);
        const double held = ablatedDifference(random, folder, prompt, prompts, 1, byPosition);
        const double none = ablatedDifference(random, folder, prompt, prompts, 0, byPosition);
        const auto count = static_cast<double>(prompts.size());
        whole += clean / count;
        circuit += held / count;
        nothing += none / count;
        perPrompt.emplace_back(held - none, clean - none);
    }
    const Faithfulness found = faithfulness(opened.tracer, list, {});
    CHECK(found.whole == Approx(whole).epsilon(1e-9));
    CHECK(found.circuit == Approx(circuit).epsilon(1e-9));
    CHECK(found.nothing == Approx(nothing).epsilon(1e-9));
    CHECK(found.kept == Approx((circuit - nothing) / (whole - nothing)).epsilon(1e-9));
    double squares = 0;
    for (const auto& [held, clean] : perPrompt)
        squares += std::pow(held - found.kept * clean, 2);
    const double error = prompts.size() < 2 ? 0 : std::sqrt(squares / 2) / std::abs(whole - nothing);
    CHECK(found.error == Approx(error).margin(1e-12));
}

TEST_CASE("One head replaced by its mean gives what TransformerLens gives")
{
    const TracedModel opened = TracedModel::open(demoModel());
    const Tracer tracer(opened.model);
    const ModelInfo& info = opened.model->info();
    const QJsonObject root = readJsonObject(testData(QStringLiteral("demo/meanablation.json")));
    for (const QJsonValue& value : root[QStringLiteral("cases")].toArray()) {
        const QJsonObject object = value.toObject();
        const auto idsOfText = [&](const QString& text) {
            return opened.tokenizer->encodePrompt(text, true);
        };
        const auto token = [&](const char* field) {
            return opened.tokenizer->tokenWithText(object[QLatin1String(field)].toString()).value();
        };
        std::vector<std::vector<TokenId>> means;
        for (const QJsonValue& text : object[QStringLiteral("reference")].toArray())
            means.push_back(idsOfText(text.toString()));
        const std::vector<TokenId> ids = idsOfText(object[QStringLiteral("clean")].toString());
        const QJsonArray layers = object[QStringLiteral("meanAblationPerPosition")].toArray();
        for (int layer = 0; layer < info.nLayers; ++layer) {
            for (int head = 0; head < info.nHeads; ++head) {
                if ((layer * info.nHeads + head) % 5 != 0)
                    continue;
                FaithfulnessPrompt prompt{ids, token("target"), token("rival"), {}};
                for (const KeptPart& part : allParts(info, ids.size(), info.nLayers)) {
                    if (part.layer != layer || part.head != head)
                        prompt.kept.push_back(part);
                }
                const Faithfulness found = faithfulness(tracer, {prompt}, {}, {}, means);
                CAPTURE(layer, head);
                CHECK(
                    found.whole == Approx(object[QStringLiteral("cleanDifference")].toDouble()).margin(2e-4));
                CHECK(found.circuit == Approx(layers[layer].toArray()[head].toDouble()).margin(2e-4));
            }
        }
    }
}

TEST_CASE("A traced circuit of the bundled model keeps more of target minus rival than nothing does")
{
    const TracedModel opened = TracedModel::open(demoModel());
    const Tracer tracer(opened.model);
    TraceRequest request;
    request.targets = {opened.tokenizer->tokenWithText(QStringLiteral(" Mary")).value()};
    request.rival = opened.tokenizer->tokenWithText(QStringLiteral(" John"));
    const std::vector<TokenId> ids = opened.tokenizer->encodePrompt(
        QStringLiteral("When Mary and John went to the store, John gave a drink to"), true);
    const TracePrompt prompt = tracePrompt(*opened.tokenizer, ids, request);
    const Circuit circuit = tracer.trace(prompt, request, {});
    const FaithfulnessPrompt with{
        ids, request.targets[0], *request.rival,
        keptParts(circuit, prompt.labels, opened.model->info().nLayers)};
    const Faithfulness found = faithfulness(tracer, {with}, {});
    CAPTURE(found.whole, found.circuit, found.nothing, found.kept, with.kept.size());
    CHECK(found.kept > 0.3);
    CHECK(found.error == 0);
    CHECK(found.prompts == 1);
}

TEST_CASE("Faithfulness of what the model does not have is refused, and can be stopped")
{
    const OpenedRun opened(testData(QStringLiteral("gpt2-tiny")), someIds);
    const FaithfulnessPrompt good{someIds, 7, 11, {{0, 0, 0}}};
    const auto refused = [&](const std::vector<FaithfulnessPrompt>& prompts, const CancelToken& cancel = {}) {
        const Problem problem = problemOf([&] { (void)faithfulness(opened.tracer, prompts, cancel); });
        checkSentence(problem.summary);
        return problem;
    };
    CHECK(refused({}).summary.contains(QLatin1String("at least one prompt")));
    FaithfulnessPrompt bad = good;
    bad.rival = 7;
    CHECK(refused({bad}).summary.contains(QLatin1String("same token #7")));
    for (const KeptPart& part :
         std::vector<KeptPart>{{9, 0, 0}, {0, 99, 0}, {0, 0, 7}, {-1, 0, 0}, {0, -2, 0}}) {
        bad = good;
        bad.kept = {part};
        CHECK(refused({bad}).summary.contains(QLatin1String("does not have in a prompt of 7 tokens")));
    }
    bad = good;
    bad.ids = {5}; // the mean over one position is that position
    const Problem same = refused({bad});
    CHECK(same.kind == Problem::Kind::Failed);
    CHECK(same.summary.contains(QLatin1String("nothing that a circuit could keep")));
    CancelToken cancel;
    cancel.cancel();
    CHECK(refused({good}, cancel).kind == Problem::Kind::Cancelled);
}
