#include "engine/support/plantedmodel.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <random>

namespace headwaters::planted {

namespace {

constexpr int layers = 4, heads = 8, dHead = 115, nCtx = 48, dMlp = 4;

// Where subspaces of the residual begin, then single entries.
constexpr int token = 0, position = token + vocabulary, before = position + nCtx, said = before + vocabulary,
              twice = said + vocabulary, inhibited = twice + vocabulary;
constexpr int isName = inhibited + vocabulary, isEnd = isName + 1, isRare = isName + 2,
              beginsWord = isName + 3, isOption = isName + 4, isPosition0 = isName + 5, plus = isName + 6,
              minus = isName + 7, dModel = isName + 8;

// Dimensions of a head: one for each token, one for each position, and four.
constexpr int byPosition = vocabulary, spare = vocabulary + nCtx;

constexpr float neutral = 40; // of the two large entries
constexpr float sharp = 11.3F; // its square over sqrt(115) is a score of 12
constexpr float loud = 6; // logits of what is said

class Builder {
public:
    explicit Builder(std::uint64_t seed) : m_bits(seed)
    {
        for (int layer = 0; layer < layers; ++layer) {
            for (const char* name : {"Q", "K", "V"})
                add(attention(layer, name), {heads, dModel, dHead});
            add(attention(layer, "O"), {heads, dHead, dModel});
            add(attentionBias(layer), {heads, dHead});
            const QString block = QStringLiteral("blocks.%1.").arg(layer);
            add(block + QStringLiteral("mlp.W_in"), {dModel, dMlp});
            add(block + QStringLiteral("mlp.W_out"), {dMlp, dModel});
            addGain(block + QStringLiteral("ln1.w"));
        }
        addGain(QStringLiteral("ln_final.w"));
        embed();
    }

    /// The head that is written to from here on.
    void at(HeadIndex head) { m_head = head; }
    void query(int row, int dim, float value = sharp) { weight("Q", row, dim) += value; }
    void key(int row, int dim, float value = sharp) { weight("K", row, dim) += value; }
    void queryAlways(int dim, float value = sharp)
    {
        m_tensors[attentionBias(m_head.layer)].values[index(m_head.head, dim, dHead)] += value;
    }
    void queries(int from, int dim, float value = sharp)
    {
        for (int which = 0; which < vocabulary; ++which)
            query(from + which, dim + which, value);
    }
    /// Keys of all tokens but letters.
    void keys(int from, int dim, float value = sharp)
    {
        for (int which = 0; which < vocabulary; ++which) {
            if (which < firstLetter || which >= firstLetter + letters)
                key(from + which, dim + which, value);
        }
    }
    /// Token `which` of one subspace becomes that of another, `step` further.
    void carry(int from, int to, float value = 1, int step = 0, int first = 0, int count = vocabulary)
    {
        for (int which = first; which < first + count; ++which) {
            weight("V", from + which, which) = 1;
            m_tensors[attention(m_head.layer, "O")]
                .values[index(m_head.head * dHead + which, to + which + step, dModel)] = value;
        }
    }
    /// Where nothing matches, the head looks at the first token, of which it carries nothing.
    void rest(float strength = 0.5F)
    {
        queryAlways(dHead - 1);
        key(isPosition0, dHead - 1, strength * sharp);
    }
    /// Reads tokens, positions and the tokens before.
    void random()
    {
        fill("Q", 0.8);
        fill("K", 0.8);
        fill("V", 0.3);
        fill("O", 0.001);
        for (const char* name : {"Q", "K", "V"}) {
            for (int row = said; row < dModel; ++row) {
                for (int dim = 0; dim < dHead; ++dim)
                    weight(name, row, dim) = 0;
            }
        }
    }
    [[nodiscard]] std::vector<NamedTensor> finished() const
    {
        std::vector<NamedTensor> list;
        for (const auto& [name, tensor] : m_tensors)
            list.push_back(tensor);
        return list;
    }

private:
    static QString attention(int layer, const char* name)
    {
        return QStringLiteral("blocks.%1.attn.W_%2").arg(layer).arg(QLatin1String(name));
    }
    static QString attentionBias(int layer) { return QStringLiteral("blocks.%1.attn.b_Q").arg(layer); }
    static std::size_t index(int row, int column, int columns)
    {
        return static_cast<std::size_t>(row) * static_cast<std::size_t>(columns)
            + static_cast<std::size_t>(column);
    }
    float& weight(const char* name, int row, int dim)
    {
        return m_tensors[attention(m_head.layer, name)].values[index(m_head.head * dModel + row, dim, dHead)];
    }
    void add(const QString& name, std::vector<std::int64_t> shape, float value = 0)
    {
        std::size_t count = 1;
        for (const std::int64_t extent : shape)
            count *= static_cast<std::size_t>(extent);
        m_tensors[name] = {name, std::move(shape), std::vector<float>(count, value)};
    }
    void addGain(const QString& name)
    {
        add(name, {dModel}, neutral * std::sqrt(2.0F / static_cast<float>(dModel)));
    }
    void embed()
    {
        add(QStringLiteral("embed.W_E"), {vocabulary, dModel});
        add(QStringLiteral("pos_embed.W_pos"), {nCtx, dModel});
        add(QStringLiteral("unembed.W_U"), {dModel, vocabulary});
        const auto mark = [this](int id, int entry, float value = 1) {
            m_tensors[QStringLiteral("embed.W_E")].values[index(id, entry, dModel)] = value;
        };
        for (int id = 0; id < vocabulary; ++id) {
            mark(id, token + id);
            mark(id, plus, neutral);
            mark(id, minus, -neutral);
            if (id < firstPiece || id >= firstPiece + pieces)
                mark(id, beginsWord);
            m_tensors[QStringLiteral("unembed.W_U")].values[index(said + id, id, vocabulary)] = 1;
        }
        for (int which = 0; which < ends; ++which)
            mark(firstEnd + which, isEnd);
        for (int which = 0; which < names; ++which)
            mark(firstName + which, isName);
        for (int which = 0; which < rares; ++which)
            mark(firstRare + which, isRare);
        for (int which = 0; which < letters; ++which)
            mark(firstLetter + which, isOption);
        for (int place = 0; place < nCtx; ++place)
            m_tensors[QStringLiteral("pos_embed.W_pos")].values[index(place, position + place, dModel)] = 1;
        m_tensors[QStringLiteral("pos_embed.W_pos")].values[index(0, isPosition0, dModel)] = 1;
    }
    void fill(const char* name, double deviation)
    {
        NamedTensor& tensor = m_tensors[attention(m_head.layer, name)];
        const auto size = static_cast<std::size_t>(dModel) * dHead;
        float* values = tensor.values.data() + static_cast<std::size_t>(m_head.head) * size;
        for (std::size_t which = 0; which < size; ++which) {
            double sum = -6; // twelve uniform draws: as good as a normal one, the same with every library
            for (int draw = 0; draw < 12; ++draw)
                sum += static_cast<double>(m_bits() >> 11U) * 0x1p-53;
            values[which] = static_cast<float>(deviation * sum);
        }
    }

    std::map<QString, NamedTensor> m_tensors;
    HeadIndex m_head;
    std::mt19937_64 m_bits;
};

/// From a position to the one `back` before it.
void stripe(Builder& builder, int back)
{
    for (int place = 0; place < nCtx; ++place) {
        builder.query(position + place, place);
        if (place + back < nCtx)
            builder.key(position + place, place + back);
    }
}

void plantStructure(Builder& builder)
{
    builder.at(previous);
    stripe(builder, 1);
    builder.carry(token, before);

    builder.at(duplicate);
    builder.queries(token, 0);
    builder.keys(token, 0);
    for (int place = 0; place < nCtx; ++place) {
        builder.query(position + place, byPosition + place);
        builder.key(position + place, byPosition + place, -2 * sharp);
    }
    builder.rest();
    builder.carry(token, twice, 1, 0, 1, vocabulary - 1);

    builder.at(offset3);
    stripe(builder, 3);

    builder.at(rareWord); // one dimension, or the scrambled copy could find rare words with that of rest
    builder.queryAlways(0);
    builder.key(isRare, 0);
    builder.key(isPosition0, 0, sharp / 2);

    builder.at(sink);
    builder.queryAlways(0);
    builder.key(isPosition0, 0);
}

void plantSecondLayer(Builder& builder)
{
    builder.at(induction);
    builder.rest();
    builder.queries(token, 0);
    builder.keys(before, 0);
    builder.carry(token, said, loud, 0, 1, vocabulary - 1);

    builder.at(candidateMover);
    builder.rest();
    builder.query(isEnd, 0);
    builder.key(isName, 0);
    builder.carry(token, said, loud / 2, 0, 1, vocabulary - 1);

    builder.at(successor);
    stripe(builder, 0);
    builder.carry(token, said, loud, 1, firstOfSeries, series - 1);

    builder.at(subword);
    stripe(builder, 1);
    builder.query(beginsWord, spare, 2 * sharp);
    builder.key(isPosition0, spare);

    builder.at(retrieval);
    builder.rest(1.5F); // above what follows another name, below what follows the one that is asked about
    builder.query(token + question, spare);
    builder.key(token + question, spare, -2 * sharp); // follows a name as well
    for (int which = 0; which < names; ++which)
        builder.key(before + firstName + which, spare);
    builder.queries(before, 0);
    builder.keys(before, 0);
    builder.carry(token, said, loud, 0, 1, vocabulary - 1);

    builder.at(constant); // carries nothing, so that it needs no rest; nor does the next
    builder.query(token + answer, 0);
    builder.key(isOption, 0);

    builder.at(singleLetter);
    builder.query(token + answer, 0);
    builder.key(token + firstLetter, 0);

    builder.at(inhibition);
    builder.rest();
    builder.query(isEnd, 0);
    for (int which = 1; which < vocabulary; ++which)
        builder.key(twice + which, 0);
    builder.carry(twice, inhibited, 1, 0, 1, vocabulary - 1);
}

void plantWriters(Builder& builder)
{
    builder.at(nameMover);
    builder.rest();
    builder.query(isEnd, spare);
    builder.key(isName, spare);
    builder.queries(inhibited, 0, -sharp);
    builder.keys(token, 0);
    builder.carry(token, said, loud, 0, 1, vocabulary - 1);

    builder.at(correctLetter);
    builder.rest(1.5F); // above what matches without being an option, below what does both
    builder.query(token + answer, spare);
    for (int which = 0; which < letters; ++which)
        builder.key(before + firstLetter + which, spare);
    builder.queries(before, 0);
    builder.keys(token, 0);
    builder.carry(before, said, loud, 0, firstLetter, letters);

    builder.at(memory);
    builder.rest();
    builder.query(token + fact, 0);
    builder.key(isName, 0);
    builder.carry(token, said, loud, firstPlain - firstName, firstName, names);

    builder.at(copySuppression);
    builder.rest();
    builder.queries(said, 0, sharp / loud);
    builder.keys(token, 0);
    builder.carry(token, said, -loud / 3, 0, 1, vocabulary - 1);

    builder.at(amplification);
    stripe(builder, 0);
    builder.carry(said, said, 0.5F);
}

const std::vector<HeadIndex> written{previous,      duplicate, offset3,         rareWord,     sink,
                                     uniform,       induction, candidateMover,  successor,    subword,
                                     retrieval,     constant,  singleLetter,    inhibition,   nameMover,
                                     correctLetter, memory,    copySuppression, amplification};

} // namespace

bool isRandom(HeadIndex head)
{
    return std::find(written.begin(), written.end(), head) == written.end();
}

ModelArrays arrays(std::uint64_t seed)
{
    Builder builder(seed);
    plantStructure(builder);
    plantSecondLayer(builder);
    plantWriters(builder);
    for (int layer = 0; layer < layers; ++layer) {
        for (int head = 0; head < heads; ++head) {
            if (isRandom({layer, head})) {
                builder.at({layer, head});
                builder.random();
            }
        }
    }
    ModelConfig config;
    config.nLayers = layers;
    config.nHeads = config.nKeyValueHeads = heads;
    config.dModel = dModel;
    config.dHead = dHead;
    config.dMlp = dMlp;
    config.nCtx = nCtx;
    config.dVocab = vocabulary;
    config.tiedUnembedding = false;
    return {config, builder.finished()};
}

std::shared_ptr<const Model> model(std::uint64_t seed)
{
    static std::map<std::uint64_t, std::shared_ptr<const Model>> models; // shared by all tests of a run
    std::shared_ptr<const Model>& model = models[seed];
    if (!model) {
        const ModelArrays made = arrays(seed);
        model = modelFromArrays(made.config, made.arrays, QStringLiteral("planted"));
    }
    return model;
}

TaskGround ground()
{
    TaskGround ground;
    ground.beginOfText = bos;
    for (TokenId id = 1; id < vocabulary; ++id) {
        if (id < firstLetter || id >= firstLetter + letters)
            ground.pool.push_back(id);
    }
    ground.nCtx = nCtx;
    return ground;
}

Bench bench(Tier tier)
{
    Bench made = Bench::of(model(), ground());
    made.tier = tier;
    return made;
}

} // namespace headwaters::planted
