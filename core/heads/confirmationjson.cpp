#include "core/heads/confirmationjson.h"

#include "core/files/writing.h"
#include "core/heads/findingjson.h"

#include <QJsonArray>

#include <limits>

namespace headwaters {

using namespace Qt::StringLiterals;

QJsonObject confirmationJson(const Confirmation& confirmation)
{
    QJsonArray heads, random;
    for (const HeadIndex head : confirmation.heads)
        heads.append(QJsonObject{{u"layer"_s, head.layer}, {u"head"_s, head.head}});
    for (const double draw : confirmation.random)
        random.append(jsonNumber(draw));
    return {
        {u"type"_s, headTypeInfo(confirmation.type).key},
        {u"heads"_s, heads},
        {u"task"_s, confirmation.task},
        {u"measure"_s, confirmation.measure},
        {u"prompts"_s, confirmation.prompts},
        {u"clean"_s, jsonNumber(confirmation.clean)},
        {u"without"_s, jsonNumber(confirmation.without)},
        {u"random"_s, random},
        {u"randomMean"_s, jsonNumber(confirmation.randomMean())},
        {u"randomWorst"_s, jsonNumber(confirmation.randomWorst())},
        {u"z"_s, jsonNumber(confirmation.z())},
        {u"confirmed"_s, confirmation.isConfirmed()},
    };
}

Confirmation confirmationFromJson(const QJsonValue& value, const ModelInfo& model, const JsonPlace& place)
{
    const QJsonObject object = requireObject(value, place);
    Confirmation confirmation;
    confirmation.type = requireType(object["type"_L1], place.child(u"type"_s));
    const JsonPlace headsPlace = place.child(u"heads"_s);
    const QJsonArray heads = requireArray(object["heads"_L1], headsPlace);
    for (qsizetype i = 0; i < heads.size(); ++i) {
        const JsonPlace at = headsPlace.item(i);
        const QJsonObject head = requireObject(heads[i], at);
        confirmation.heads.push_back(
            {requireIndex(head["layer"_L1], at.child(u"layer"_s), model.nLayers - 1),
             requireIndex(head["head"_L1], at.child(u"head"_s), model.nHeads - 1)});
    }
    confirmation.task = requireString(object["task"_L1], place.child(u"task"_s));
    confirmation.measure = requireString(object["measure"_L1], place.child(u"measure"_s));
    confirmation.prompts =
        requireIndex(object["prompts"_L1], place.child(u"prompts"_s), std::numeric_limits<int>::max());
    confirmation.clean = requireNumber(object["clean"_L1], place.child(u"clean"_s));
    confirmation.without = requireNumber(object["without"_L1], place.child(u"without"_s));
    const JsonPlace randomPlace = place.child(u"random"_s);
    const QJsonArray random = requireArray(object["random"_L1], randomPlace);
    for (qsizetype i = 0; i < random.size(); ++i)
        confirmation.random.push_back(requireNumber(random[i], randomPlace.item(i)));
    if (random.isEmpty())
        throw badInput(u"%1 is empty; expected a number for each draw"_s.arg(randomPlace.text()));
    return confirmation;
}

} // namespace headwaters
