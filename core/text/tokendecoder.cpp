#include "core/text/tokendecoder.h"

#include "core/text/bytealphabet.h"
#include "core/text/textpattern.h"
#include "core/text/utf8.h"

#include <QJsonArray>

#include <map>

namespace headwaters {

namespace {

using Step = TokenDecoder::Step;
using Maker = Step (*)(const QJsonObject& description, const JsonPlace& place);

const QByteArray metaspace = QByteArrayLiteral("\xE2\x96\x81");

Step byteLevelStep()
{
    return
        [](const QByteArray& bytes, bool) { return alphabetBytes(QString::fromUtf8(bytes)).value_or(bytes); };
}

Step byteFallbackStep()
{
    return [](const QByteArray& bytes, bool) {
        if (bytes.size() != 6 || !bytes.startsWith("<0x") || !bytes.endsWith('>'))
            return bytes;
        bool ok = false;
        const int byte = bytes.mid(3, 2).toInt(&ok, 16);
        return ok && byte >= 0 ? QByteArray(1, static_cast<char>(byte)) : bytes;
    };
}

// `sign` becomes a space; in the first token of a text it goes, where the text began without a space.
Step metaspaceStep(const QByteArray& sign, bool dropsInFirst)
{
    return [sign, dropsInFirst](const QByteArray& bytes, bool first) {
        QByteArray out = bytes;
        return out.replace(sign, dropsInFirst && first ? "" : " ");
    };
}

Step stripStep(const QByteArray& content, int atStart, int atEnd)
{
    return [content, atStart, atEnd](const QByteArray& bytes, bool) {
        QByteArray out = bytes;
        for (int i = 0; i < atStart && out.startsWith(content); ++i)
            out.remove(0, content.size());
        for (int i = 0; i < atEnd && out.endsWith(content); ++i)
            out.chop(content.size());
        return out;
    };
}

Step makeByteLevel(const QJsonObject&, const JsonPlace&)
{
    return byteLevelStep();
}

Step makeByteFallback(const QJsonObject&, const JsonPlace&)
{
    return byteFallbackStep();
}

Step makeReplace(const QJsonObject& description, const JsonPlace& place)
{
    const QString field = QStringLiteral("content");
    const TextPattern pattern(description[QLatin1String("pattern")], place.child(QStringLiteral("pattern")));
    const QByteArray content = utf8Bytes(requireString(description[field], place.child(field)));
    return [pattern, content](const QByteArray& bytes, bool) {
        const std::string text = bytes.toStdString();
        QByteArray out;
        for (const PatternStretch& stretch : pattern.find(text)) {
            if (stretch.matched)
                out += content;
            else
                out.append(text.data() + stretch.begin, static_cast<qsizetype>(stretch.end - stretch.begin));
        }
        return out;
    };
}

Step makeStrip(const QJsonObject& description, const JsonPlace& place)
{
    constexpr int most = 1'000'000;
    const auto count = [&](const QString& name) {
        return requireIndex(description[name], place.child(name), most);
    };
    const QString field = QStringLiteral("content");
    const QString content = requireString(description[field], place.child(field));
    if (content.isEmpty())
        throw badInput(QStringLiteral("%1 is empty").arg(place.child(field).text()));
    return stripStep(utf8Bytes(content), count(QStringLiteral("start")), count(QStringLiteral("stop")));
}

Step makeMetaspace(const QJsonObject& description, const JsonPlace& place)
{
    const QString field = QStringLiteral("replacement");
    const QString scheme = QStringLiteral("prepend_scheme");
    const QString replacement = requireString(description[field], place.child(field));
    if (replacement.isEmpty())
        throw badInput(QStringLiteral("%1 is empty").arg(place.child(field).text()));
    const QString older = QStringLiteral("add_prefix_space");
    const bool prepends = description.contains(scheme)
        ? requireString(description[scheme], place.child(scheme)) != QLatin1String("never")
        : boolOr(description[older], true, place.child(older));
    return metaspaceStep(utf8Bytes(replacement), prepends);
}

// Every kind of step that can be read, beside Sequence and Fuse; any other is refused by its name.
const std::map<QString, Maker>& makers()
{
    static const std::map<QString, Maker> table{
        {QStringLiteral("ByteFallback"), &makeByteFallback},
        {QStringLiteral("ByteLevel"), &makeByteLevel},
        {QStringLiteral("Metaspace"), &makeMetaspace},
        {QStringLiteral("Replace"), &makeReplace},
        {QStringLiteral("Strip"), &makeStrip},
    };
    return table;
}

} // namespace

TokenDecoder TokenDecoder::byteLevel()
{
    TokenDecoder decoder;
    decoder.m_steps.push_back(byteLevelStep());
    return decoder;
}

TokenDecoder TokenDecoder::sentencePiece(bool stripsFirstSpace)
{
    TokenDecoder decoder;
    decoder.m_steps = {metaspaceStep(metaspace, false), byteFallbackStep()};
    if (stripsFirstSpace)
        decoder.m_wholeSteps.push_back(stripStep(QByteArrayLiteral(" "), 1, 0));
    return decoder;
}

TokenDecoder TokenDecoder::fromJson(const QJsonValue& value, const JsonPlace& place)
{
    TokenDecoder decoder;
    if (!value.isNull() && !value.isUndefined())
        decoder.addStep(value, place, 0);
    return decoder;
}

void TokenDecoder::addStep(const QJsonValue& value, const JsonPlace& place, int depth)
{
    constexpr int deepest = 8;
    const QString sequence = QStringLiteral("Sequence");
    const QString fuse = QStringLiteral("Fuse");
    const QJsonObject object = requireObject(value, place);
    const QString type = requireString(object[QLatin1String("type")], place.child(QStringLiteral("type")));
    if (type == sequence && depth < deepest) {
        const JsonPlace list = place.child(QStringLiteral("decoders"));
        const QJsonArray entries = requireArray(object[QLatin1String("decoders")], list);
        for (qsizetype i = 0; i < entries.size(); ++i)
            addStep(entries[i], list.item(i), depth + 1);
        return;
    }
    if (type == fuse) {
        m_fused = true;
        return;
    }
    const auto maker = makers().find(type);
    if (maker != makers().end()) {
        (m_fused ? m_wholeSteps : m_steps).push_back(maker->second(object, place));
        return;
    }
    QStringList names{fuse, sequence};
    for (const auto& [name, unused] : makers())
        names << name;
    names.sort();
    throw badInput(QStringLiteral("%1 %2 is not supported; supported: null, \"%3\"")
                       .arg(place.text(), quoted(type), names.join(QStringLiteral("\", \""))));
}

QByteArray TokenDecoder::bytes(const QString& text, bool first) const
{
    QByteArray bytes = utf8Bytes(text);
    for (const Step& step : m_steps)
        bytes = step(bytes, first);
    return bytes;
}

QByteArray TokenDecoder::finished(const QByteArray& whole) const
{
    QByteArray bytes = whole;
    for (const Step& step : m_wholeSteps)
        bytes = step(bytes, true);
    return bytes;
}

} // namespace headwaters
