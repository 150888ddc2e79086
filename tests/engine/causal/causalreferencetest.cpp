#include "core/engine/causal/causalrun.h"

#include "core/engine/model/model.h"
#include "core/files/reading.h"
#include "core/text/tokenizer.h"
#include "support/testing.h"

#include <QJsonArray>
#include <QJsonObject>

#include <algorithm>
#include <cmath>

using namespace headwaters;
using namespace Qt::StringLiterals;

// Every number here is TransformerLens's on the bundled model (tests/data/demo/causal.json).

namespace {

const std::shared_ptr<const Model>& demo()
{
    static const std::shared_ptr<const Model> model = Model::load(openModelFolder(demoModel()), {});
    return model;
}

struct Case {
    QJsonObject values;
    CausalRun run;

    [[nodiscard]] static Case at(int index)
    {
        static const QJsonArray cases = readJsonObject(testData(u"demo/causal.json"_s))["cases"_L1].toArray();
        static const std::shared_ptr<const Tokenizer> tokenizer = loadTokenizer(demoModel());
        const QJsonObject values = cases[index].toObject();
        const auto prompt = [&](const QJsonValue& text) {
            return CausalPrompt{tokenizer->encodePrompt(text.toString(), true), {}};
        };
        CausalQuestion question;
        question.prompt = prompt(values["clean"_L1]);
        question.corrupted = prompt(values["corrupted"_L1]);
        for (const QJsonValue& text : values["reference"_L1].toArray())
            question.references.push_back(prompt(text));
        question.target = tokenizer->parseToken(values["target"_L1].toString(), u"target"_s);
        question.rival = tokenizer->parseToken(values["rival"_L1].toString(), u"rival"_s);
        return {values, CausalRun(demo(), question, {})};
    }

    [[nodiscard]] double differenceOf(const Intervention& change, CausalBase base = CausalBase::Clean)
    {
        return run.apply({{change}}, base, {}).measures.difference;
    }
};

bool isClose(double got, double expected)
{
    return std::abs(got - expected) <= 1e-4 * (1 + std::abs(expected));
}

/// How many cells of a map are not the fixture's.
int wrongCells(const SweepMap& map, const QJsonArray& rows)
{
    REQUIRE(map.size.rows == rows.size());
    int wrong = 0;
    for (int row = 0; row < map.size.rows; ++row) {
        const QJsonArray cells = rows[row].toArray();
        REQUIRE(map.size.columns == cells.size());
        for (int column = 0; column < map.size.columns; ++column) {
            REQUIRE(map.at(row, column).has_value());
            wrong += isClose(map.at(row, column)->difference, cells[column].toDouble()) ? 0 : 1;
        }
    }
    return wrong;
}

HeadIndex headOf(const QJsonValue& pair)
{
    return {pair[0].toInt(), pair[1].toInt()};
}

} // namespace

TEST_CASE("The prompts' own logit differences are TransformerLens's")
{
    const int index = GENERATE(0, 1);
    const Case one = Case::at(index);
    CHECK(isClose(one.run.clean().difference, one.values["cleanDifference"_L1].toDouble()));
    CHECK(isClose(one.run.corrupted()->difference, one.values["corruptedDifference"_L1].toDouble()));
    CHECK(one.run.clean().divergence == Approx(0).margin(1e-12));
    CHECK(one.run.corrupted()->divergence > 0.1);
}

TEST_CASE("Every head alone: ablations and noising are TransformerLens's")
{
    const int index = GENERATE(0, 1);
    Case one = Case::at(index);
    for (const auto& [name, operation] : {
             std::pair(u"zeroAblation"_s, CausalOperation::Zero),
             std::pair(u"meanAblationPerPosition"_s, CausalOperation::Mean),
             std::pair(u"meanAblationOverAll"_s, CausalOperation::MeanOverAll),
             std::pair(u"noisingZ"_s, CausalOperation::Patch),
             std::pair(u"directPathToOutput"_s, CausalOperation::DirectPath),
         }) {
        CAPTURE(name);
        SweepRequest request;
        request.change.operation = operation;
        CHECK(wrongCells(one.run.sweep(request, {}), one.values[name].toArray()) == 0);
    }
}

TEST_CASE("Denoising at every site is TransformerLens's")
{
    const int index = GENERATE(0, 1);
    Case one = Case::at(index);
    for (const auto& [name, site] : {
             std::pair(u"denoisingZ"_s, CausalSite::Z),
             std::pair(u"denoisingQ"_s, CausalSite::Q),
             std::pair(u"denoisingK"_s, CausalSite::K),
             std::pair(u"denoisingV"_s, CausalSite::V),
             std::pair(u"denoisingPattern"_s, CausalSite::Pattern),
             std::pair(u"denoisingResidPre"_s, CausalSite::ResidPre),
             std::pair(u"denoisingAttnOut"_s, CausalSite::AttnOut),
             std::pair(u"denoisingMlpOut"_s, CausalSite::MlpOut),
         }) {
        CAPTURE(name);
        SweepRequest request;
        request.axes = isPerHead(site) ? SweepAxes::LayerByHead : SweepAxes::LayerByPosition;
        request.change.site = site;
        request.change.operation = CausalOperation::Patch;
        request.base = CausalBase::Corrupted;
        CHECK(wrongCells(one.run.sweep(request, {}), one.values[name].toArray()) == 0);
    }
}

TEST_CASE("Knocking out an edge is TransformerLens's")
{
    const int index = GENERATE(0, 1);
    Case one = Case::at(index);
    for (const QJsonValue& edge : one.values["knockOut"_L1].toArray()) {
        Intervention change;
        change.site = CausalSite::Scores;
        change.operation = CausalOperation::KnockOut;
        change.heads = {{edge["layer"_L1].toInt(), edge["head"_L1].toInt()}};
        change.positions = {edge["destination"_L1].toInt()};
        change.sources = {edge["source"_L1].toInt()};
        CAPTURE(describe(change));
        CHECK(isClose(one.differenceOf(change), edge["difference"_L1].toDouble()));
    }
}

TEST_CASE("The path from a head to another's query, key or value is TransformerLens's")
{
    const int index = GENERATE(0, 1);
    Case one = Case::at(index);
    const QStringList inputs{u"q"_s, u"k"_s, u"v"_s};
    for (const QJsonValue& path : one.values["pathToHead"_L1].toArray()) {
        Intervention change;
        change.operation = CausalOperation::Path;
        change.heads = {headOf(path["sender"_L1])};
        change.receiver = headOf(path["receiver"_L1]);
        change.input = static_cast<PathInput>(inputs.indexOf(path["input"_L1].toString()));
        CAPTURE(describe(change));
        CHECK(isClose(one.differenceOf(change), path["difference"_L1].toDouble()));
    }
}

TEST_CASE("Adding a direction and projecting it out are TransformerLens's")
{
    const int index = GENERATE(0, 1);
    Case one = Case::at(index);
    const QJsonObject steering = one.values["steering"_L1].toObject();
    Intervention change;
    change.site = CausalSite::ResidPost;
    change.direction.kind = CausalDirection::Kind::Given;
    for (const QJsonValue& value : steering["vector"_L1].toArray())
        change.direction.values.push_back(static_cast<float>(value.toDouble()));
    for (const QJsonValue& steered : steering["cases"_L1].toArray()) {
        const bool adds = steered["how"_L1].toString() == "add"_L1;
        change.operation = adds ? CausalOperation::Add : CausalOperation::ProjectOut;
        change.strength = adds ? steered["coefficient"_L1].toDouble() : 1;
        change.layers = {steered["hook"_L1].toString().section(u'.', 1, 1).toInt()};
        REQUIRE(siteHookName(change.site, change.layers.front()) == steered["hook"_L1].toString());
        CAPTURE(describe(change));
        CHECK(isClose(one.differenceOf(change), steered["difference"_L1].toDouble()));
    }
}
