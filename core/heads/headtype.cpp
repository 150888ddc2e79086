#include "core/heads/headtype.h"

#include <algorithm>

namespace headwaters {

namespace {

struct TypeRow {
    HeadType type;
    Stage home;
    TypeFamily family;
    bool needsTask;
    const char* key;
    const char* name;
    const char* shortName;
    const char* idea;
    const char* source;
};

constexpr Stage knowledge = Stage::KnowledgeRecalling;
constexpr Stage identification = Stage::InContextIdentification;
constexpr Stage reasoning = Stage::LatentReasoning;
constexpr Stage expression = Stage::ExpressionPreparation;

// The table and its stages are Zheng et al. 2024's (arXiv 2409.03752).
// clang-format off
constexpr TypeRow rows[] = {
    {HeadType::AssociativeMemory, knowledge, TypeFamily::Fact, true,
     "associative-memory", "Associative memory", "assoc",
     "Stores pairs in its weights: given one member of a pair, it writes the other",
     "Bietti et al. 2023"},
    {HeadType::Memory, knowledge, TypeFamily::Fact, true,
     "memory", "Memory", "memory",
     "Recalls what the model knows of a named entity into the residual stream",
     "Jin et al. 2024"},
    {HeadType::Constant, knowledge, TypeFamily::Label, true,
     "constant", "Constant", "const",
     "Spreads its attention evenly over the labels of a multiple-choice question",
     "Lieberum et al. 2023"},
    {HeadType::SingleLetter, knowledge, TypeFamily::Label, true,
     "single-letter", "Single letter", "letter",
     "Favours one label of a multiple-choice question, whatever the answer is",
     "Lieberum et al. 2023"},
    {HeadType::Negative, knowledge, TypeFamily::Other, true,
     "negative", "Negative", "neg",
     "Prefers the negative answer of a yes-or-no question, whatever is asked",
     "Yu et al. 2024"},
    {HeadType::PreviousToken, identification, TypeFamily::Local, false,
     "previous-token", "Previous token", "prev",
     "Attends to the token just before, so that each token knows what it follows",
     "Olsson et al. 2022"},
    {HeadType::Positional, identification, TypeFamily::Local, false,
     "positional", "Positional", "pos",
     "Attends by distance, whatever the tokens are",
     "Voita et al. 2019"},
    {HeadType::DuplicateToken, identification, TypeFamily::Match, false,
     "duplicate-token", "Duplicate token", "dup",
     "Attends to earlier copies of the token it stands on",
     "Wang et al. 2023"},
    {HeadType::RareWords, identification, TypeFamily::Other, true,
     "rare-words", "Rare words", "rare",
     "Points at the least frequent word so far",
     "Voita et al. 2019"},
    {HeadType::Retrieval, identification, TypeFamily::EndCopy, true,
     "retrieval", "Retrieval", "retr",
     "Finds what is asked for in a long text and copies it",
     "Wu et al. 2024"},
    {HeadType::GlobalRetrieval, identification, TypeFamily::Match, true,
     "global-retrieval", "Global retrieval", "global",
     "Reaches far back to earlier copies and what followed them",
     "Tang et al. 2024"},
    {HeadType::Syntactic, identification, TypeFamily::Other, true,
     "syntactic", "Syntactic", "syntax",
     "Attends from a word to one it depends on: a verb's subject, a noun's article",
     "Voita et al. 2019"},
    {HeadType::SubwordMerge, identification, TypeFamily::Local, false,
     "subword-merge", "Subword merge", "merge",
     "Joins the pieces of a word that the tokenizer split",
     "Correia et al. 2019"},
    {HeadType::Mover, identification, TypeFamily::EndCopy, true,
     "mover", "Mover", "mover",
     "Carries a subject, place or object to the last position and writes it there",
     "Yao et al. 2024"},
    {HeadType::NameMover, identification, TypeFamily::EndCopy, true,
     "name-mover", "Name mover", "name",
     "Attends from the last position to the right name and copies it to the output",
     "Wang et al. 2023"},
    {HeadType::BackupNameMover, identification, TypeFamily::EndCopy, true,
     "backup-name-mover", "Backup name mover", "backup",
     "Copies the name once the name movers are gone",
     "Wang et al. 2023"},
    {HeadType::NegativeNameMover, identification, TypeFamily::Suppress, true,
     "negative-name-mover", "Negative name mover", "nname",
     "Attends to a name and lowers it in the output: copy suppression",
     "McDougall et al. 2023"},
    {HeadType::LetterMover, identification, TypeFamily::EndCopy, true,
     "letter-mover", "Letter mover", "initl",
     "Copies the initials of words into their acronym",
     "García-Carrasco et al. 2024"},
    {HeadType::Context, identification, TypeFamily::EndCopy, true,
     "context", "Context", "contxt",
     "Takes the answer from the text where the text contradicts what the model knows",
     "Jin et al. 2024"},
    {HeadType::ContentGatherer, identification, TypeFamily::Other, true,
     "content-gatherer", "Content gatherer", "gather",
     "Brings the words that decide the answer to the last position",
     "Merullo et al. 2024"},
    {HeadType::SentimentSummarizer, identification, TypeFamily::Sentiment, true,
     "sentiment-summarizer", "Sentiment summarizer", "senti",
     "Gathers the sentiment of the words before at a comma or a noun",
     "Tigges et al. 2023"},
    {HeadType::SemanticInduction, identification, TypeFamily::Other, true,
     "semantic-induction", "Semantic induction", "semind",
     "Attends to a word and raises one related to it: a part, a use, an opposite",
     "Ren et al. 2024"},
    {HeadType::Subject, identification, TypeFamily::Fact, true,
     "subject", "Subject", "subj",
     "Attends to the subject of a fact and raises what is true of it",
     "Chughtai et al. 2024"},
    {HeadType::Relation, identification, TypeFamily::Fact, true,
     "relation", "Relation", "rel",
     "Attends to the words of a relation and raises every answer of its kind",
     "Chughtai et al. 2024"},
    {HeadType::SummaryReader, reasoning, TypeFamily::Sentiment, true,
     "summary-reader", "Summary reader", "reader",
     "Reads the gathered sentiment at the last position and decides by it",
     "Tigges et al. 2023"},
    {HeadType::FunctionVector, reasoning, TypeFamily::Other, true,
     "function-vector", "Function vector", "funvec",
     "Its output alone makes the model do the task that examples showed",
     "Todd et al. 2024"},
    {HeadType::Induction, reasoning, TypeFamily::Match, true,
     "induction", "Induction", "ind",
     "Where a token came before, attends to what followed it and predicts that",
     "Olsson et al. 2022"},
    {HeadType::InContext, reasoning, TypeFamily::Match, true,
     "in-context", "In-context", "icl",
     "Matches a question with the labels of examples like it",
     "Yu and Ananiadou 2024"},
    {HeadType::Truthfulness, reasoning, TypeFamily::Probe, true,
     "truthfulness", "Truthfulness", "truth",
     "Its output tells true statements from false ones",
     "Li et al. 2023"},
    {HeadType::Accuracy, reasoning, TypeFamily::Probe, true,
     "accuracy", "Accuracy", "accur",
     "Its output tells answers that are right from answers that are wrong",
     "Guo et al. 2024"},
    {HeadType::Consistency, reasoning, TypeFamily::Probe, true,
     "consistency", "Consistency", "consis",
     "Keeps the answer the same when the question is put in other words",
     "Yang et al. 2024"},
    {HeadType::Vulnerable, reasoning, TypeFamily::Other, true,
     "vulnerable", "Vulnerable", "vulner",
     "Breaks the answer on particular inputs by reacting to them too much",
     "García-Carrasco et al. 2024"},
    {HeadType::CorrectLetter, reasoning, TypeFamily::Label, true,
     "correct-letter", "Correct letter", "corlet",
     "Attends to the label whose option is the right one",
     "Lieberum et al. 2023"},
    {HeadType::Iteration, reasoning, TypeFamily::Series, true,
     "iteration", "Iteration", "iter",
     "Steps through the input, one token for each step of a written-out calculation",
     "Cabannes et al. 2024"},
    {HeadType::Successor, reasoning, TypeFamily::Series, true,
     "successor", "Successor", "succ",
     "Turns an item of a series into the next: Monday into Tuesday, 3 into 4",
     "Gould et al. 2024"},
    {HeadType::Inhibition, reasoning, TypeFamily::Suppress, true,
     "inhibition", "Inhibition", "inhib",
     "Keeps the movers from attending to the name that was repeated",
     "Wang et al. 2023"},
    {HeadType::Mixed, expression, TypeFamily::Fact, true,
     "mixed", "Mixed", "mixed",
     "Adds up what the subject and what the relation of a fact suggest",
     "Chughtai et al. 2024"},
    {HeadType::Amplification, expression, TypeFamily::Label, true,
     "amplification", "Amplification", "ampl",
     "Raises, at the last position, the label that has been chosen already",
     "Lieberum et al. 2023"},
    {HeadType::Correct, expression, TypeFamily::Label, true,
     "correct", "Correct", "answer",
     "Raises whichever label is the right one",
     "Wiegreffe et al. 2024"},
    {HeadType::Coherence, expression, TypeFamily::Probe, true,
     "coherence", "Coherence", "coher",
     "Keeps the answer in the language that was asked for",
     "Guo et al. 2024"},
    {HeadType::Faithfulness, expression, TypeFamily::Probe, true,
     "faithfulness", "Faithfulness", "faith",
     "Tells whether a written-out reasoning is what the answer rests on",
     "Tanneru et al. 2024"},
};
// clang-format on

std::vector<HeadTypeInfo> readRows()
{
    std::vector<HeadTypeInfo> infos;
    for (const TypeRow& row : rows)
        infos.push_back(
            {row.type, QString::fromUtf8(row.key), QString::fromUtf8(row.name),
             QString::fromUtf8(row.shortName), row.home, row.family, row.needsTask,
             QString::fromUtf8(row.idea), QString::fromUtf8(row.source)});
    return infos;
}

} // namespace

QString stageLetters(Stage stage)
{
    switch (stage) {
    case Stage::InContextIdentification:
        return QStringLiteral("ICI");
    case Stage::LatentReasoning:
        return QStringLiteral("LR");
    case Stage::ExpressionPreparation:
        return QStringLiteral("EP");
    case Stage::KnowledgeRecalling:
        break;
    }
    return QStringLiteral("KR");
}

QString stageName(Stage stage)
{
    switch (stage) {
    case Stage::InContextIdentification:
        return QStringLiteral("In-context identification");
    case Stage::LatentReasoning:
        return QStringLiteral("Latent reasoning");
    case Stage::ExpressionPreparation:
        return QStringLiteral("Expression preparation");
    case Stage::KnowledgeRecalling:
        break;
    }
    return QStringLiteral("Knowledge recalling");
}

const std::vector<HeadTypeInfo>& headTypes()
{
    static const std::vector<HeadTypeInfo> types = readRows();
    return types;
}

const HeadTypeInfo& headTypeInfo(HeadType type)
{
    return headTypes()[static_cast<std::size_t>(type)];
}

std::optional<HeadType> headTypeOfKey(const QString& key)
{
    const auto found = std::find_if(
        headTypes().begin(), headTypes().end(), [&key](const HeadTypeInfo& info) { return info.key == key; });
    return found == headTypes().end() ? std::nullopt : std::optional(found->type);
}

} // namespace headwaters
