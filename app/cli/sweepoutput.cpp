#include "app/cli/sweepoutput.h"

#include "app/cli/figureoutput.h"
#include "app/cli/output.h"
#include "core/base/error.h"
#include "widgets/interventions/interventiontexts.h"
#include "widgets/interventions/sweepfigure.h"

#include <functional>

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

constexpr int mostDraws = 1000;

SweepQuantity chosenMetric(const Arguments& arguments)
{
    if (!arguments.isSet("metric"_L1))
        return SweepQuantity::Change;
    return static_cast<SweepQuantity>(arguments.choice(
        "metric"_L1, {u"difference"_s, u"normalised"_s, u"kl"_s, u"probability"_s, u"rank"_s}));
}

/// Rows of numbers, those of the positions of a head one level deeper.
QJsonArray
rowsOf(const SweepMap& map, int nHeads, const std::function<std::optional<double>(std::size_t cell)>& value)
{
    QJsonArray rows;
    for (int row = 0; row < map.size.rows; ++row) {
        QJsonArray cells;
        for (int column = 0; column < map.size.columns; ++column) {
            const auto number = value(static_cast<std::size_t>(row * map.size.columns + column));
            cells.append(number ? QJsonValue(*number) : QJsonValue());
        }
        rows.append(cells);
    }
    if (map.request.axes != SweepAxes::HeadByPosition)
        return rows;
    QJsonArray layers;
    for (int first = 0; first < map.size.rows; first += nHeads) {
        QJsonArray heads;
        for (int head = 0; head < nHeads; ++head)
            heads.append(rows[first + head]);
        layers.append(heads);
    }
    return layers;
}

SweepPicture pictureOf(const CausalSetup& setup, const SweepMap& map, SweepQuantity quantity)
{
    SweepPicture picture;
    picture.map = std::make_shared<const SweepMap>(map);
    picture.quantity = quantity;
    for (const Token& token : setup.tokens())
        picture.tokens << tokenLabel(token);
    picture.target = tokenLabel(setup.tokenizer->token(setup.question.target));
    picture.rival = tokenLabel(setup.tokenizer->token(setup.question.rival));
    picture.nHeads = setup.info.nHeads;
    picture.title = sweepTitle(map.request);
    Provenance& provenance = picture.provenance;
    provenance.modelName = setup.info.name;
    provenance.modelSha256 = setup.info.sha256;
    provenance.dtype = u"float32"_s;
    provenance.prompt = setup.text;
    provenance.beginOfText = setup.beginOfText;
    if (!setup.corruptedText.isEmpty())
        provenance.settings << u"other prompt: %1"_s.arg(setup.corruptedText);
    if (!setup.question.references.empty())
        provenance.settings << u"%1 reference prompts"_s.arg(setup.question.references.size());
    return picture;
}

QString cellText(SweepQuantity quantity, const CausalMeasures& cell, const std::optional<double>& value)
{
    if (quantity == SweepQuantity::Change)
        return QString::number(cell.difference, 'f', 3);
    if (!value)
        return u"–"_s;
    return QString::number(*value, 'f', quantity == SweepQuantity::Rank ? 0 : 3);
}

QString mapText(const SweepPicture& picture)
{
    const SweepMap& map = *picture.map;
    const std::vector<std::optional<double>> values = picture.values(false);
    const bool isOfHeads = map.request.axes == SweepAxes::LayerByHead;
    std::vector<QStringList> rows{{isOfHeads ? u"layer \\ head"_s : QString()}};
    for (int column = 0; column < map.size.columns; ++column)
        rows.front() << picture.columnLabel(column);
    for (int row = 0; row < map.size.rows; ++row) {
        QStringList cells{
            map.request.axes == SweepAxes::LayerByPosition || isOfHeads ? QString::number(row)
                                                                        : picture.rowLabel(row)};
        for (int column = 0; column < map.size.columns; ++column) {
            const std::optional<CausalMeasures>& cell = map.at(row, column);
            const auto place = static_cast<std::size_t>(row * map.size.columns + column);
            cells << (cell ? cellText(picture.quantity, *cell, values[place]) : u"–"_s);
        }
        rows.push_back(cells);
    }
    return alignedTable(rows);
}

} // namespace

QList<QCommandLineOption> sweepOptions(const QString& random, const QString& otherMetrics)
{
    return QList<QCommandLineOption>{
               {u"metric"_s,
                u"What a map shows: difference (target minus rival; a figure its change), normalised (the "
                u"share "
                "of the way between the prompts), kl (from the clean run, in nats; sees heads that speak "
                "against the target too), probability or rank of the target (default: difference)%1."_s.arg(
                    otherMetrics),
                u"METRIC"_s},
               {u"random"_s, random, u"DRAWS"_s}}
    + figureOptions(u"Print one JSON document, with all metrics."_s);
}

void checkSweepOptions(const Arguments& arguments)
{
    const SweepQuantity metric = chosenMetric(arguments);
    if (metric == SweepQuantity::Normalised && !arguments.isSet("corrupted"_L1))
        throw badInput(
            u"--metric normalised is a share of the way between two prompts; give --corrupted TEXT."_s);
    (void)controlDraws(arguments);
    if (arguments.isSet("out"_L1))
        checkFigureOptions(arguments);
}

void refuseMapOptions(const Arguments& arguments, const QString& what)
{
    for (const auto option : {"out"_L1, "metric"_L1}) {
        if (arguments.isSet(option))
            throw badInput(u"--%1 is for a map; %2."_s.arg(option, what));
    }
}

int controlDraws(const Arguments& arguments)
{
    return arguments.isSet("random"_L1) ? arguments.integer("random"_L1, 1, mostDraws) : 0;
}

void addMeasures(QJsonObject& object, const SweepMap& map, int nHeads)
{
    const auto add = [&](const QString& field, auto member) {
        object[field] = rowsOf(map, nHeads, [&](std::size_t cell) -> std::optional<double> {
            if (!map.cells[cell])
                return std::nullopt;
            return static_cast<double>((*map.cells[cell]).*member);
        });
    };
    add(u"difference"_s, &CausalMeasures::difference);
    add(u"divergence"_s, &CausalMeasures::divergence);
    add(u"probability"_s, &CausalMeasures::probability);
    add(u"logProbability"_s, &CausalMeasures::logProbability);
    add(u"rank"_s, &CausalMeasures::rank);
    if (map.corrupted) {
        const auto values = map.values(SweepQuantity::Normalised);
        object[u"normalisedEffect"_s] = rowsOf(map, nHeads, [&](std::size_t cell) { return values[cell]; });
    }
    if (map.draws > 0)
        object[u"random"_s] = QJsonObject{
            {u"draws"_s, map.draws},
            {u"difference"_s, rowsOf(map, nHeads, [&](std::size_t cell) -> std::optional<double> {
                 return map.control[cell] ? std::optional(map.control[cell]->difference) : std::nullopt;
             })}};
}

void deliverSweep(
    const Arguments& arguments, const CausalSetup& setup, const SweepMap& map, QJsonObject object,
    const QString& heading)
{
    const SweepPicture picture = pictureOf(setup, map, chosenMetric(arguments));
    if (arguments.isSet("out"_L1))
        writeFigureTo(
            arguments, SweepFigure(picture),
            map.size.columns > 8 ? PageWidth::TwoColumns : PageWidth::OneColumn);
    if (arguments.isSet("json"_L1)) {
        addMeasures(object, map, setup.info.nHeads);
        printJson(object);
    } else if (!arguments.isSet("out"_L1)) {
        print(heading + mapText(picture));
    }
}

} // namespace headwaters
