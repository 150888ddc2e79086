#include "app/cli/headoptions.h"

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

constexpr Quantity quantities[] = {
    Quantity::Pattern, Quantity::Score, Quantity::ValueWeighted, Quantity::Effect};

} // namespace

QList<QCommandLineOption> headOptions()
{
    return {
        {u"layer"_s, u"The layer, counted from 0."_s, u"L"_s},
        {u"head"_s, u"The head, counted from 0."_s, u"H"_s},
        {u"quantity"_s,
         u"pattern, score (before softmax), value-weighted or effect (on target minus rival) (default: "
         "pattern)."_s,
         u"Q"_s},
        {u"sinks"_s, u"show, fade or renormalise (default: show)."_s, u"MODE"_s},
    };
}

Quantity chosenQuantity(const Arguments& arguments)
{
    if (!arguments.isSet("quantity"_L1))
        return Quantity::Pattern;
    QStringList words;
    for (const Quantity quantity : quantities)
        words << quantityKey(quantity);
    return quantities[arguments.choice("quantity"_L1, words)];
}

SinkMode chosenSinkMode(const Arguments& arguments)
{
    const QStringList words{u"show"_s, u"fade"_s, u"renormalise"_s};
    return arguments.isSet("sinks"_L1) ? static_cast<SinkMode>(arguments.choice("sinks"_L1, words))
                                       : SinkMode::Show;
}

} // namespace headwaters
