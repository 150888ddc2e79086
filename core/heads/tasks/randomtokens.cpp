#include "core/heads/tasks/randomtokens.h"

#include "core/text/promptdraw.h"

#include <algorithm>

namespace headwaters {

namespace {

/// The pool, from which prompts draw.
class Urn {
public:
    Urn(const TaskGround& ground, std::uint64_t seed) : m_ground(ground), m_ids(ground.pool), m_random(seed)
    {
    }

    /// A prompt's beginning.
    [[nodiscard]] std::vector<TokenId> beginning() const
    {
        return m_ground.beginOfText ? std::vector{*m_ground.beginOfText} : std::vector<TokenId>{};
    }
    /// The next `count` different tokens, other than those drawn since `refill`.
    std::vector<TokenId> draw(int count)
    {
        std::vector<TokenId> drawn;
        for (int number = 0; number < count; ++number, ++m_used) {
            const std::size_t other = m_used + m_random.below(m_ids.size() - m_used);
            std::swap(m_ids[m_used], m_ids[other]);
            drawn.push_back(m_ids[m_used]);
        }
        return drawn;
    }
    void refill() { m_used = 0; }

private:
    const TaskGround& m_ground;
    std::vector<TokenId> m_ids;
    PromptRandom m_random;
    std::size_t m_used = 0;
};

/// How many tokens fit behind the first one.
int room(const TaskGround& ground)
{
    return ground.nCtx - (ground.beginOfText ? 1 : 0);
}

/// Why prompts of so few tokens cannot be made; empty where they can.
QString shortage(const TaskGround& ground, int length)
{
    if (length >= fewestRandomTokens)
        return {};
    if (static_cast<int>(ground.pool.size()) < fewestRandomTokens)
        return QStringLiteral("the tokenizer knows only %1 whole words").arg(ground.pool.size());
    return QStringLiteral("the context of %1 tokens is too short").arg(ground.nCtx);
}

std::vector<int> positions(std::size_t first, int count)
{
    std::vector<int> all;
    for (int number = 0; number < count; ++number)
        all.push_back(static_cast<int>(first) + number);
    return all;
}

void append(std::vector<TokenId>& ids, const std::vector<TokenId>& more)
{
    ids.insert(ids.end(), more.begin(), more.end());
}

} // namespace

TaskSet uniqueTokens(const TaskGround& ground, int count, std::uint64_t seed, int length)
{
    TaskSet set{
        .key = QStringLiteral("random-tokens"),
        .sentence = QStringLiteral("Different random tokens."),
        .prompts = {},
        .reason = {}};
    length = std::min({length, room(ground), static_cast<int>(ground.pool.size())});
    set.reason = shortage(ground, length);
    if (!set.reason.isEmpty())
        return set;
    Urn urn(ground, seed);
    for (int number = 0; number < count; ++number) {
        urn.refill();
        TaskPrompt prompt;
        prompt.ids = urn.beginning();
        append(prompt.ids, urn.draw(length));
        set.prompts.push_back(std::move(prompt));
    }
    return set;
}

TaskSet repeatedTokens(const TaskGround& ground, int period, int times, int count, std::uint64_t seed)
{
    TaskSet set{
        .key = QStringLiteral("random-repeat"),
        .sentence = QStringLiteral("Random tokens that come again in the same order."),
        .prompts = {},
        .reason = {}};
    period = std::min({period, room(ground) / times, static_cast<int>(ground.pool.size())});
    set.reason = shortage(ground, period);
    if (!set.reason.isEmpty())
        return set;
    Urn urn(ground, seed);
    for (int number = 0; number < count; ++number) {
        urn.refill();
        TaskPrompt prompt;
        prompt.ids = urn.beginning();
        const std::vector<TokenId> part = urn.draw(period);
        for (int copy = 0; copy < times; ++copy) {
            if (copy == 0)
                prompt.roles[QStringLiteral("FIRST")] = positions(prompt.ids.size(), period);
            if (copy == 1)
                prompt.roles[QStringLiteral("SECOND")] = positions(prompt.ids.size(), period);
            if (copy == times - 1)
                prompt.roles[QStringLiteral("LAST")] = positions(prompt.ids.size(), period);
            append(prompt.ids, part);
        }
        set.prompts.push_back(std::move(prompt));
    }
    return set;
}

TaskSet freshSecondHalf(const TaskGround& ground, int period, int count, std::uint64_t seed)
{
    TaskSet set{
        .key = QStringLiteral("random-fresh"),
        .sentence = QStringLiteral("Random tokens, none of which comes again."),
        .prompts = {},
        .reason = {}};
    period = std::min({period, room(ground) / 2, static_cast<int>(ground.pool.size()) / 2});
    set.reason = shortage(ground, period);
    if (!set.reason.isEmpty())
        return set;
    Urn urn(ground, seed);
    for (int number = 0; number < count; ++number) {
        urn.refill();
        TaskPrompt prompt;
        prompt.ids = urn.beginning();
        prompt.roles[QStringLiteral("FIRST")] = positions(prompt.ids.size(), period);
        append(prompt.ids, urn.draw(period));
        prompt.roles[QStringLiteral("SECOND")] = prompt.roles[QStringLiteral("LAST")] =
            positions(prompt.ids.size(), period);
        append(prompt.ids, urn.draw(period));
        set.prompts.push_back(std::move(prompt));
    }
    return set;
}

} // namespace headwaters
