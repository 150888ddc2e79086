#include "core/text/normalizer.h"

#include "core/text/characterclass.h"
#include "core/text/textpattern.h"
#include "core/text/utf8.h"

#include <QJsonArray>

#include <algorithm>
#include <map>
#include <vector>

namespace headwaters {

namespace {

using Step = std::unique_ptr<const Normalizer>;
using Maker = Step (*)(const QJsonObject& description, const JsonPlace& place);

bool isAscii(std::string_view text)
{
    return std::all_of(
        text.begin(), text.end(), [](char unit) { return static_cast<signed char>(unit) >= 0; });
}

class UnicodeForm : public Normalizer {
public:
    explicit UnicodeForm(QString::NormalizationForm form) : m_form(form) { }
    std::string rewrite(std::string_view text, StretchPlace) const override
    {
        return isAscii(text) ? std::string(text) : toUtf8(fromUtf8(text).normalized(m_form));
    }

private:
    QString::NormalizationForm m_form;
};

class Lowercase : public Normalizer {
public:
    std::string rewrite(std::string_view text, StretchPlace) const override
    {
        return toUtf8(fromUtf8(text).toLower());
    }
};

class Prepend : public Normalizer {
public:
    explicit Prepend(std::string front) : m_front(std::move(front)) { }
    std::string rewrite(std::string_view text, StretchPlace place) const override
    {
        std::string out;
        if (!text.empty() && place != StretchPlace::Continuation)
            out = m_front;
        return out.append(text);
    }

private:
    std::string m_front;
};

class Replace : public Normalizer {
public:
    Replace(TextPattern pattern, std::string content, JsonPlace place)
        : m_pattern(std::move(pattern)),
          m_content(std::move(content)),
          m_place(std::move(place))
    {
    }
    std::string rewrite(std::string_view text, StretchPlace) const override
    {
        std::string out;
        out.reserve(text.size() + text.size() / 2);
        for (const PatternStretch& stretch : m_pattern.find(text)) {
            out += stretch.matched ? std::string_view(m_content)
                                   : text.substr(stretch.begin, stretch.end - stretch.begin);
            if (out.size() > mostBytes)
                throw badInput(QStringLiteral("%1: the text becomes longer than %2 MiB")
                                   .arg(m_place.text())
                                   .arg(mostBytes >> 20));
        }
        return out;
    }

private:
    // Steps that each lengthen a text may follow one another.
    static constexpr std::size_t mostBytes = std::size_t{64} << 20;

    TextPattern m_pattern;
    std::string m_content;
    JsonPlace m_place;
};

class Strip : public Normalizer {
public:
    Strip(bool left, bool right) : m_left(left), m_right(right) { }
    std::string rewrite(std::string_view text, StretchPlace) const override
    {
        std::size_t begin = text.size();
        std::size_t end = 0;
        for (std::size_t at = 0; at < text.size();) {
            const Utf8Step step = utf8At(text, at);
            if (characterClass(step.character) != CharacterClass::Space) {
                begin = std::min(begin, at);
                end = at + step.length;
            }
            at += step.length;
        }
        if (begin == text.size() && (m_left || m_right))
            return {};
        begin = m_left ? begin : 0;
        return std::string(text.substr(begin, (m_right ? end : text.size()) - begin));
    }

private:
    bool m_left;
    bool m_right;
};

class SpaceSigns : public Normalizer {
public:
    SpaceSigns(bool addsSpace, bool removesExtra) : m_addsSpace(addsSpace), m_removesExtra(removesExtra) { }
    std::string rewrite(std::string_view text, StretchPlace place) const override
    {
        constexpr std::string_view sign = "\xE2\x96\x81";
        const bool goesOn = place == StretchPlace::Continuation;
        if (m_removesExtra) {
            // A text that goes on keeps the space between it and the text before it.
            while (text.starts_with(goesOn ? "  " : " "))
                text.remove_prefix(1);
        }
        std::string out;
        out.reserve(text.size() + text.size() / 2 + sign.size());
        if (m_addsSpace && !goesOn && !text.empty())
            out += sign;
        for (std::size_t i = 0; i < text.size(); ++i) {
            if (text[i] != ' ')
                out += text[i];
            else if (!m_removesExtra || i == 0 || text[i - 1] != ' ')
                out += sign;
        }
        while (m_removesExtra && std::string_view(out).ends_with(sign))
            out.resize(out.size() - sign.size());
        return out;
    }

private:
    bool m_addsSpace;
    bool m_removesExtra;
};

class Sequence : public Normalizer {
public:
    explicit Sequence(std::vector<Step> steps) : m_steps(std::move(steps)) { }
    std::string rewrite(std::string_view text, StretchPlace place) const override
    {
        std::string out(text);
        for (const Step& step : m_steps)
            out = step->rewrite(out, place);
        return out;
    }

private:
    std::vector<Step> m_steps;
};

template <QString::NormalizationForm form> Step makeForm(const QJsonObject&, const JsonPlace&)
{
    return std::make_unique<const UnicodeForm>(form);
}

Step makeLowercase(const QJsonObject&, const JsonPlace&)
{
    return std::make_unique<const Lowercase>();
}

Step makePrepend(const QJsonObject& description, const JsonPlace& place)
{
    const QString field = QStringLiteral("prepend");
    return std::make_unique<const Prepend>(toUtf8(requireString(description[field], place.child(field))));
}

Step makeReplace(const QJsonObject& description, const JsonPlace& place)
{
    const QString field = QStringLiteral("content");
    return std::make_unique<const Replace>(
        TextPattern(description[QLatin1String("pattern")], place.child(QStringLiteral("pattern"))),
        toUtf8(requireString(description[field], place.child(field))), place);
}

Step makeStrip(const QJsonObject& description, const JsonPlace& place)
{
    const auto flag = [&](const QString& name) { return boolOr(description[name], true, place.child(name)); };
    return std::make_unique<const Strip>(
        flag(QStringLiteral("strip_left")), flag(QStringLiteral("strip_right")));
}

// Every kind of step that can be read, beside Sequence; any other is refused by its name.
const std::map<QString, Maker>& makers()
{
    static const std::map<QString, Maker> table{
        {QStringLiteral("Lowercase"), &makeLowercase},
        {QStringLiteral("NFC"), &makeForm<QString::NormalizationForm_C>},
        {QStringLiteral("NFD"), &makeForm<QString::NormalizationForm_D>},
        {QStringLiteral("NFKC"), &makeForm<QString::NormalizationForm_KC>},
        {QStringLiteral("NFKD"), &makeForm<QString::NormalizationForm_KD>},
        {QStringLiteral("Prepend"), &makePrepend},
        {QStringLiteral("Replace"), &makeReplace},
        {QStringLiteral("Strip"), &makeStrip},
    };
    return table;
}

Step makeStep(const QJsonValue& description, const JsonPlace& place, int depth)
{
    constexpr int deepest = 8;
    const QString sequence = QStringLiteral("Sequence");
    const QJsonObject object = requireObject(description, place);
    const QString type = requireString(object[QLatin1String("type")], place.child(QStringLiteral("type")));
    if (type == sequence && depth < deepest) {
        const JsonPlace list = place.child(QStringLiteral("normalizers"));
        const QJsonArray entries = requireArray(object[QLatin1String("normalizers")], list);
        std::vector<Step> steps;
        for (qsizetype i = 0; i < entries.size(); ++i)
            steps.push_back(makeStep(entries[i], list.item(i), depth + 1));
        return std::make_unique<const Sequence>(std::move(steps));
    }
    const auto maker = makers().find(type);
    if (maker != makers().end())
        return maker->second(object, place);
    QStringList names{sequence};
    for (const auto& [name, unused] : makers())
        names << name;
    names.sort();
    throw badInput(QStringLiteral("%1 %2 is not supported; supported: null, \"%3\"")
                       .arg(place.text(), quoted(type), names.join(QStringLiteral("\", \""))));
}

} // namespace

std::unique_ptr<const Normalizer> makeComposition()
{
    return std::make_unique<const UnicodeForm>(QString::NormalizationForm_C);
}

std::unique_ptr<const Normalizer> makeSpaceSigns(bool addsSpace, bool removesExtra)
{
    return std::make_unique<const SpaceSigns>(addsSpace, removesExtra);
}

std::unique_ptr<const Normalizer> makeNormalizer(const QJsonValue& description, const QString& file)
{
    if (description.isNull() || description.isUndefined())
        return nullptr;
    return makeStep(description, {file, QStringLiteral("normalizer")}, 0);
}

} // namespace headwaters
