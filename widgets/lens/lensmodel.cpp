#include "widgets/lens/lensmodel.h"

#include <algorithm>
#include <utility>

namespace headwaters {

void LensModel::setWanted(bool wanted)
{
    if (std::exchange(m_isWanted, wanted) != wanted)
        Q_EMIT wantsChanged();
}

void LensModel::addWord(TokenId word)
{
    if (std::find(m_words.begin(), m_words.end(), word) != m_words.end())
        return;
    m_words.push_back(word);
    Q_EMIT wantsChanged();
}

void LensModel::removeWord(TokenId word)
{
    const auto place = std::find(m_words.begin(), m_words.end(), word);
    if (place == m_words.end())
        return;
    m_words.erase(place);
    Q_EMIT wantsChanged();
}

void LensModel::retry()
{
    Q_EMIT retryWanted();
}

void LensModel::clear()
{
    m_words.clear();
    m_state = State::Empty;
    m_lens.reset();
    m_watch.reset();
    m_attribution.reset();
    Q_EMIT changed();
}

void LensModel::startReading()
{
    m_state = State::Reading;
    m_share = 0;
    Q_EMIT changed();
}

void LensModel::setShare(double share)
{
    m_share = share;
    Q_EMIT shareChanged();
}

void LensModel::setLens(std::shared_ptr<const LogitLens> lens)
{
    m_lens = std::move(lens);
    m_state = State::Ready;
    Q_EMIT changed();
}

void LensModel::setWatch(std::shared_ptr<const LogitLens> watch)
{
    m_watch = std::move(watch);
    Q_EMIT changed();
}

void LensModel::setAttribution(std::shared_ptr<const Attribution> attribution)
{
    m_attribution = std::move(attribution);
    Q_EMIT changed();
}

void LensModel::fail(const Problem& problem)
{
    m_problem = problem;
    m_state = State::Failed;
    Q_EMIT changed();
}

} // namespace headwaters
