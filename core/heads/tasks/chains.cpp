#include "core/heads/tasks/chains.h"

#include "core/text/promptdraw.h"

#include <QStringList>

#include <algorithm>
#include <array>

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

struct ChainTokens {
    std::array<TokenId, 2> bits{};
    TokenId equals = 0, endOfLine = 0;
};

/// What may stand for 0 and 1.
const std::vector<std::array<QString, 2>>& bitWords()
{
    static const std::vector<std::array<QString, 2>> pairs{
        {u"0"_s, u"1"_s}, {u"zero"_s, u"one"_s}, {u"no"_s, u"yes"_s}, {u"red"_s, u"blue"_s}};
    return pairs;
}

std::optional<TokenId> firstWord(const TaskGround& ground, const QStringList& words)
{
    for (const QString& word : words) {
        if (const auto token = ground.word(word))
            return token;
    }
    return std::nullopt;
}

std::optional<ChainTokens> tokensOf(const TaskGround& ground)
{
    if (!ground.tokenizer) {
        if (ground.pool.size() < 4)
            return std::nullopt;
        return ChainTokens{{ground.pool[0], ground.pool[1]}, ground.pool[2], ground.pool[3]};
    }
    const std::vector<TokenId> lineBreak = ground.tokenizer->encodePrompt(u"\n"_s, false);
    const auto equals = firstWord(ground, {u"="_s, u":"_s, u"is"_s});
    const auto endOfLine = lineBreak.size() == 1 ? std::optional(lineBreak.front())
                                                 : firstWord(ground, {u";"_s, u"."_s, u"and"_s});
    const auto pair = std::find_if(bitWords().begin(), bitWords().end(), [&](const auto& words) {
        return ground.word(words[0]) && ground.word(words[1]);
    });
    if (!equals || !endOfLine || pair == bitWords().end())
        return std::nullopt;
    return ChainTokens{{*ground.word((*pair)[0]), *ground.word((*pair)[1])}, *equals, *endOfLine};
}

class ChainWriter {
public:
    ChainWriter(const TaskGround& ground, ChainRule rule, const ChainTokens& tokens, PromptRandom& random)
        : m_rule(rule),
          m_tokens(tokens),
          m_random(random)
    {
        if (ground.beginOfText)
            m_prompt.ids.push_back(*ground.beginOfText);
    }

    void line(const ChainShape& shape)
    {
        const std::vector<int> inputs = drawn(length(shape));
        say(inputs);
        m_prompt.ids.push_back(m_tokens.equals);
        say(statesOf(inputs));
        m_prompt.ids.push_back(m_tokens.endOfLine);
    }

    /// A line that ends behind one of its states but the last, the next of which is `wanted`.
    [[nodiscard]] TaskPrompt asked(const ChainShape& shape, int wanted)
    {
        std::vector<int> inputs = drawn(length(shape));
        const auto known = 2 + m_random.below(inputs.size() - 2); // states that stand there
        const int before = statesOf(inputs)[known - 1];
        inputs[known] = m_rule == ChainRule::Parity ? before ^ wanted : wanted;
        std::vector<int> states = statesOf(inputs);
        states.resize(known);
        const int first = static_cast<int>(m_prompt.ids.size());
        say(inputs);
        m_prompt.ids.push_back(m_tokens.equals);
        const int firstState = static_cast<int>(m_prompt.ids.size());
        say(states);
        for (int input = 0; input < static_cast<int>(inputs.size()); ++input)
            m_prompt.roles[u"INPUT"_s].push_back(first + input);
        // The first state is its input, so that induction would find the next one.
        for (int state = 1; state < static_cast<int>(known); ++state) {
            m_prompt.roles[u"STATE"_s].push_back(firstState + state);
            m_prompt.roles[u"READ"_s].push_back(first + state + 1);
        }
        m_prompt.roles[u"END"_s] = {static_cast<int>(m_prompt.ids.size()) - 1};
        m_prompt.target = m_tokens.bits[static_cast<std::size_t>(wanted)];
        m_prompt.rival = m_tokens.bits[static_cast<std::size_t>(1 - wanted)];
        return std::move(m_prompt);
    }

private:
    std::size_t length(const ChainShape& shape)
    {
        return static_cast<std::size_t>(shape.shortest)
            + m_random.below(static_cast<std::size_t>(shape.longest - shape.shortest + 1));
    }
    std::vector<int> drawn(std::size_t count)
    {
        std::vector<int> bits;
        for (std::size_t at = 0; at < count; ++at)
            bits.push_back(static_cast<int>(m_random.below(2)));
        return bits;
    }
    [[nodiscard]] std::vector<int> statesOf(const std::vector<int>& inputs) const
    {
        std::vector<int> states;
        int state = 0;
        for (const int input : inputs)
            states.push_back(state = m_rule == ChainRule::Parity ? state ^ input : input);
        return states;
    }
    void say(const std::vector<int>& bits)
    {
        for (const int bit : bits)
            m_prompt.ids.push_back(m_tokens.bits[static_cast<std::size_t>(bit)]);
    }

    ChainRule m_rule;
    const ChainTokens& m_tokens;
    PromptRandom& m_random;
    TaskPrompt m_prompt;
};

/// Lines that fit with the longest inputs; below 0 where the one that is asked for does not.
int shotsThatFit(const ChainShape& shape, int nCtx)
{
    const int asked = 2 * shape.longest + 1; // the beginning, inputs, =, states but the last
    if (asked > nCtx)
        return -1;
    return std::min(shape.shots, (nCtx - asked) / (2 * shape.longest + 2));
}

} // namespace

TaskSet
chains(const TaskGround& ground, ChainRule rule, int count, std::uint64_t seed, const ChainShape& shape)
{
    TaskSet set;
    const bool isParity = rule == ChainRule::Parity;
    set.key = isParity ? u"chain-parity"_s : u"chain-copy"_s;
    set.sentence = isParity ? u"a chain of states counts ones modulo two, step by step"_s
                            : u"a chain of states repeats its inputs, step by step"_s;
    const std::optional<ChainTokens> tokens = tokensOf(ground);
    const int shots = shotsThatFit(shape, ground.nCtx);
    if (!tokens)
        set.reason = u"no two words for 0 and 1 are one token each"_s;
    else if (shots < 0)
        set.reason = u"the context of %1 tokens is too short for a chain"_s.arg(ground.nCtx);
    if (!set.reason.isEmpty())
        return set;
    PromptRandom random(seed);
    for (int at = 0; at < count; ++at) {
        ChainWriter writer(ground, rule, *tokens, random);
        for (int shot = 0; shot < shots; ++shot)
            writer.line(shape);
        set.prompts.push_back(writer.asked(shape, at % 2));
    }
    return set;
}

} // namespace headwaters
