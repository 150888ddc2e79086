#include "core/heads/tasks/words.h"

namespace headwaters::words {

namespace {

QStringList split(const char* words)
{
    return QString::fromLatin1(words).split(QLatin1Char(' '), Qt::SkipEmptyParts);
}

} // namespace

const QStringList& names()
{
    static const QStringList list = split(
        "Mary Anna Emma Lucy Sarah Julia Laura Alice Clara Helen Diana Grace Ruth Martha Susan Amy Rose Jane "
        "Kate Lily Rachel Nina Carol John Tom James Paul Mark Peter David Henry Jack Daniel Simon Victor "
        "Oscar Leo Adam Brian Kevin Frank George Walter Martin Arthur Louis Oliver Robert Michael Andrew "
        "Steve Scott Jason Ryan Eric Patrick Anthony Jennifer Jessica Amanda");
    return list;
}

const QStringList& places()
{
    static const QStringList list = split(
        "store park school garden office station library market beach museum hospital kitchen church bakery "
        "cafe theater harbor stadium hotel bridge house restaurant airport farm");
    return list;
}

const QStringList& objects()
{
    static const QStringList list = split(
        "drink book ring letter ball key flower coin ticket map basket camera candle lamp bottle jacket "
        "pencil watch bone phone knife box gift toy");
    return list;
}

const std::vector<Pair>& capitals()
{
    static const std::vector<Pair> list = pairsOf(
        "France:Paris Italy:Rome Spain:Madrid Germany:Berlin Poland:Warsaw Greece:Athens Egypt:Cairo "
        "Japan:Tokyo China:Beijing India:Delhi Russia:Moscow Norway:Oslo Sweden:Stockholm Finland:Helsinki "
        "Austria:Vienna Hungary:Budapest Portugal:Lisbon Ireland:Dublin Belgium:Brussels Turkey:Ankara "
        "Cuba:Havana Peru:Lima Chile:Santiago Kenya:Nairobi Iran:Tehran Iraq:Baghdad Canada:Ottawa "
        "Vietnam:Hanoi Thailand:Bangkok Denmark:Copenhagen Ukraine:Kiev Israel:Jerusalem Syria:Damascus "
        "Lebanon:Beirut Afghanistan:Kabul England:London Scotland:Edinburgh Libya:Tripoli Jordan:Amman "
        "Somalia:Mogadishu Taiwan:Taipei Philippines:Manila Indonesia:Jakarta Pakistan:Islamabad "
        "Bangladesh:Dhaka Venezuela:Caracas Serbia:Belgrade Croatia:Zagreb Romania:Bucharest Bulgaria:Sofia "
        "Latvia:Riga Netherlands:Amsterdam Australia:Canberra");
    return list;
}

std::vector<Pair> pairsOf(const char* words)
{
    std::vector<Pair> result;
    for (const QString& both : split(words))
        result.push_back({both.section(QLatin1Char(':'), 0, 0), both.section(QLatin1Char(':'), 1)});
    return result;
}

} // namespace headwaters::words
