#include "core/heads/tasks/facttables.h"

namespace headwaters {

namespace {

using Rows = std::vector<std::pair<QString, QString>>;

// `France Paris, Italy Rome`
Rows rowsOf(const char* text)
{
    Rows rows;
    for (const QString& row : QString::fromLatin1(text).split(QStringLiteral(", "))) {
        const QStringList words = row.split(QLatin1Char(' '));
        rows.emplace_back(words.at(0), words.at(1));
    }
    return rows;
}

Rows capitals()
{
    return rowsOf("France Paris, Italy Rome, Spain Madrid, Germany Berlin, Poland Warsaw, Greece Athens, "
                  "Egypt Cairo, Japan Tokyo, China Beijing, India Delhi, Russia Moscow, Norway Oslo, "
                  "Sweden Stockholm, Finland Helsinki, Austria Vienna, Hungary Budapest, Portugal Lisbon, "
                  "Ireland Dublin, Belgium Brussels, Turkey Ankara, Cuba Havana, Peru Lima, Chile Santiago, "
                  "Kenya Nairobi, Iran Tehran, Iraq Baghdad, Canada Ottawa, Vietnam Hanoi, Thailand Bangkok, "
                  "Denmark Copenhagen, Nepal Kathmandu, Lebanon Beirut, Syria Damascus, Ukraine Kiev, "
                  "Romania Bucharest, Bulgaria Sofia, Croatia Zagreb, Serbia Belgrade, Colombia Bogota, "
                  "Venezuela Caracas, Ecuador Quito, Uruguay Montevideo, Ghana Accra, Nigeria Abuja, "
                  "Morocco Rabat, Algeria Algiers, Libya Tripoli, Sudan Khartoum, Somalia Mogadishu, "
                  "Uganda Kampala, Pakistan Islamabad, Afghanistan Kabul, Australia Canberra, "
                  "Indonesia Jakarta, Philippines Manila, Taiwan Taipei, Scotland Edinburgh, Wales Cardiff, "
                  "Iceland Reykjavik, Jordan Amman, Qatar Doha, Bangladesh Dhaka, Senegal Dakar, "
                  "Zambia Lusaka, Zimbabwe Harare");
}

Rows languages()
{
    return rowsOf("France French, Italy Italian, Spain Spanish, Germany German, Poland Polish, Greece Greek, "
                  "Egypt Arabic, Japan Japanese, China Chinese, India Hindi, Russia Russian, "
                  "Norway Norwegian, Sweden Swedish, Finland Finnish, Hungary Hungarian, "
                  "Portugal Portuguese, Turkey Turkish, Thailand Thai, Denmark Danish, Iran Persian, "
                  "Vietnam Vietnamese, Korea Korean, Ukraine Ukrainian, Romania Romanian, "
                  "Bulgaria Bulgarian, Croatia Croatian, Serbia Serbian, Brazil Portuguese, Mexico Spanish, "
                  "Argentina Spanish, Austria German, Iraq Arabic, Syria Arabic, Netherlands Dutch, "
                  "Israel Hebrew, Iceland Icelandic, Australia English, Pakistan Urdu");
}

Rows currencies()
{
    return rowsOf("France euro, Italy euro, Germany euro, Austria euro, Finland euro, Greece euro, "
                  "Ireland euro, Spain euro, Portugal euro, Belgium euro, Netherlands euro, Japan yen, "
                  "India rupee, Pakistan rupee, Nepal rupee, Russia ruble, Sweden krona, Norway krone, "
                  "Denmark krone, Mexico peso, Chile peso, Argentina peso, Cuba peso, Canada dollar, "
                  "Australia dollar, Singapore dollar, Jamaica dollar, England pound, Egypt pound, "
                  "Sudan pound, Syria pound, Lebanon pound, Turkey lira, Brazil real, Iraq dinar, "
                  "Kuwait dinar, Jordan dinar, Algeria dinar, Thailand baht, China yuan, Switzerland franc, "
                  "Kenya shilling, Uganda shilling, Israel shekel, Korea won");
}

Rows makers()
{
    return rowsOf("iPhone Apple, iPad Apple, iPod Apple, Mac Apple, Windows Microsoft, Excel Microsoft, "
                  "Outlook Microsoft, Xbox Microsoft, PlayStation Sony, Walkman Sony, Android Google, "
                  "Gmail Google, Chrome Google, Kindle Amazon, Alexa Amazon, Photoshop Adobe, "
                  "Galaxy Samsung, Mustang Ford, Camry Toyota, Prius Toyota, Civic Honda, "
                  "Corvette Chevrolet, Wii Nintendo, Java Oracle, Barbie Mattel, Pentium Intel");
}

Rows kinds()
{
    return rowsOf("apple fruit, pear fruit, plum fruit, cherry fruit, grape fruit, lemon fruit, peach fruit, "
                  "dog animal, cat animal, horse animal, cow animal, sheep animal, goat animal, lion animal, "
                  "tiger animal, iron metal, gold metal, silver metal, copper metal, tin metal, zinc metal, "
                  "steel metal, tennis sport, golf sport, boxing sport, hockey sport, soccer sport, "
                  "rugby sport, rowing sport, hammer tool, drill tool, wrench tool, axe tool, shovel tool, "
                  "eagle bird, owl bird, crow bird, duck bird, hawk bird, parrot bird");
}

QString words(const char* text)
{
    return QString::fromLatin1(text);
}

} // namespace

const std::vector<FactTable>& factTables()
{
    static const std::vector<FactTable> tables = {
        {words("capital"), capitals(), words("The <capital of> {S} is"), words("In {S}, the <capital> is"),
         words("{S}'s capital is {O}.")},
        {words("language"), languages(), words("The main <language of> {S} is"),
         words("In {S}, the main <language> is"), words("{S}'s main language is {O}.")},
        {words("currency"), currencies(), words("The <currency of> {S} is the"),
         words("In {S}, the <currency> is the"), words("{S}'s currency is the {O}.")},
        {words("maker"), makers(), words("The <company behind> the {S} is"), words("The {S} is <made by>"),
         words("The {S}'s maker is {O}.")},
        {words("kind"), kinds(), {}, words("A {S} is a <kind of>"), {}},
    };
    return tables;
}

const QStringList& plainSentences()
{
    static const QStringList sentences = {
        words("It rained all day."),
        words("The road was long and the house was old."),
        words("Nobody saw the letter on the table."),
        words("The train was full in the morning."),
        words("A small boat stood by the river."),
        words("The music was loud and the hall was warm."),
    };
    return sentences;
}

} // namespace headwaters
