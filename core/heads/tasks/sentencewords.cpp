#include "core/heads/tasks/sentencewords.h"

namespace headwaters::sentencewords {

namespace {

QStringList list(const char* words)
{
    return QString::fromLatin1(words).split(QLatin1Char(' '), Qt::SkipEmptyParts);
}

} // namespace

const QStringList& nouns()
{
    static const QStringList words =
        list("house door table book river tree road window water street chair letter box key ball ring map "
             "train boat car wall bell clock hat shoe bag cup bottle lamp coin flower stone mountain cloud "
             "garden school park church market bridge office station store museum hotel");
    return words;
}

const QStringList& rareNouns()
{
    static const QStringList words = list(
        "koala zephyr nectar onyx quartz umber sable flint lotus ember topaz hazel basil velvet amber "
        "raven kite ladder carpet theater stadium harbor bakery abbot acorn adobe anvil badger bagel "
        "beacon beaver bison bobcat bonnet bishop cactus canary canyon casket chapel cobra comet condor "
        "coral coyote crater dagger dragon easel falcon ferret fossil fungus gecko geyser glacier goblet "
        "gopher harp hermit heron hornet iguana jackal jaguar kettle lagoon lantern lemur lizard llama "
        "locust magnet mammoth meteor minnow mosaic nebula oasis ocelot orchid osprey otter oyster "
        "panther parrot pelican pigeon puffin quail raptor rocket saddle salmon scarab sphinx squid "
        "statue sultan talon tapir temple toucan trumpet tulip turnip tusk urn viper vulture walnut "
        "walrus weasel wizard wolf wombat yak zebra");
    return words;
}

const QStringList& people()
{
    static const QStringList words =
        list("Mary Anna Emma Lucy Sarah Julia Laura Alice Clara Nora Helen Diana John Tom James Paul Mark "
             "Peter David Henry Jack Daniel Simon Victor Oscar Leo");
    return words;
}

const QStringList& adjectives()
{
    static const QStringList words =
        list("old new big small clean dirty heavy light bright dark broken empty full "
             "strange famous quiet loud warm cold soft");
    return words;
}

const QStringList& deeds()
{
    static const QStringList words =
        list("found lost bought sold painted carried dropped washed opened moved");
    return words;
}

const QStringList& adverbs()
{
    static const QStringList words = list("once never often always quickly slowly finally soon");
    return words;
}

const QStringList& prepositions()
{
    static const QStringList words = list("near by in behind under from");
    return words;
}

const QStringList& longWords()
{
    static const QStringList words =
        list("kaleidoscope ornithology marmalade xylophone archipelago chrysanthemum rhododendron accordion "
             "harpsichord tarpaulin wheelbarrow marionette periscope stalactite thermometer catamaran "
             "hippodrome labyrinth metronome obelisk palimpsest quadrant rutabaga sarcophagus tambourine "
             "ukulele verandah windlass zeppelin astrolabe barometer caravanserai dirigible escutcheon "
             "farthingale gargoyle hydrofoil inkwell jackdaw kingfisher lighthouse mandolin nightingale "
             "ottoman parchment quicksilver rainbarrel sandcastle teakettle umbrella vineyard waterfall "
             "beekeeper firewood goldfish haystack moonstone oatmeal pinecone rosewood seashell tinderbox "
             "woodpecker rivers windows tables flowers tickets cameras candles bottles jackets pencils "
             "watches mountains streets trains carpets ladders wheels mirrors");
    return words;
}

const QStringList& codes()
{
    static const QStringList words =
        list("amber basil cedar delta ember flint gamma hazel ivory jade koala "
             "lotus maple nectar onyx pearl quartz raven sable topaz umber velvet "
             "willow zephyr");
    return words;
}

} // namespace headwaters::sentencewords
