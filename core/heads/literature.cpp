#include "core/heads/literature.h"

namespace headwaters {

namespace {

struct Note {
    HeadType type;
    const char* text;
};

constexpr Note notes[] = {
    {HeadType::AssociativeMemory, "Described in small trained models; none is named in GPT-2."},
    {HeadType::Memory,
     "Seen under contradicting contexts, where it votes for what the model learned. In GPT-2 small, 10.7 and "
     "11.10 raise facts as well, which later work reads as regulated copying."},
    {HeadType::Constant, "Described in Chinchilla 70B on multiple choice."},
    {HeadType::SingleLetter, "Described in Chinchilla 70B on multiple choice."},
    {HeadType::Negative, "Described in instruction-tuned models of 7 B parameters and more."},
    {HeadType::PreviousToken, "GPT-2 small: 4.11 almost perfectly, 2.2 in part."},
    {HeadType::Positional,
     "Among the few heads that survive pruning in translation models; GPT-2 small: "
     "4.11 looks one position back."},
    {HeadType::DuplicateToken, "GPT-2 small: 0.1, 0.10 and 3.0 in indirect objects."},
    {HeadType::RareWords,
     "Found in translation encoders; no published case in a model that only reads "
     "backwards."},
    {HeadType::Retrieval,
     "Llama-2-7B-80K: 16.19, 11.15, 8.26; no more than 3 to 6 % of a model's heads. None "
     "is known in GPT-2."},
    {HeadType::GlobalRetrieval, "The heads whose keys and values a compressed cache must keep whole."},
    {HeadType::Syntactic, "Found in BERT and in translation models; no list exists for GPT-2."},
    {HeadType::SubwordMerge, "GPT-2 small: 0.3 and 5.6 react to the first piece of a word."},
    {HeadType::Mover, "GPT-2 medium: circuit files list 15.0, 12.13, 14.11 and 17.2 among others."},
    {HeadType::NameMover, "GPT-2 small: 9.9, 9.6 and 10.0."},
    {HeadType::BackupNameMover, "GPT-2 small: 9.0, 9.7, 10.1, 10.2, 10.6, 10.10, 11.2 and 11.9."},
    {HeadType::NegativeNameMover,
     "GPT-2 small: 10.7 and 11.10; three quarters of what 10.7 does is copy "
     "suppression."},
    {HeadType::LetterMover, "GPT-2 small, three-letter acronyms: 8.11, 9.9, 10.10 and 11.4."},
    {HeadType::Context, "Seen under contradicting contexts, where it votes for what the text says."},
    {HeadType::ContentGatherer, "GPT-2 medium: 11.6, 11.7 and 12.15."},
    {HeadType::SentimentSummarizer, "GPT-2 small: 8.5, 9.2 and 9.10 in between; 6.4 writes the summary."},
    {HeadType::SemanticInduction, "Described in InternLM2."},
    {HeadType::Subject, "Described in Pythia 2.8B."},
    {HeadType::Relation, "Described in Pythia 2.8B."},
    {HeadType::SummaryReader, "GPT-2 small: 7.1, 10.1, 10.4 and 11.9 read the sentiment directly."},
    {HeadType::FunctionVector, "Described in GPT-J and Llama 2, mostly in the middle layers."},
    {HeadType::Induction,
     "GPT-2 small: 5.1, 5.5, 6.9, 7.2 and 7.10; 5.1 asks for a long match, 5.5 does "
     "not."},
    {HeadType::InContext, "Twelve heads in Llama 7B and GPT-J; without them accuracy falls from 88 to 24 %."},
    {HeadType::Truthfulness, "In Llama 7B, 48 heads whose output tells true from false."},
    {HeadType::Accuracy, "Found by probes; the heads differ with the model."},
    {HeadType::Consistency, "Found by probes over paraphrases; the heads differ with the model."},
    {HeadType::Vulnerable, "Studied on three-letter acronyms in GPT-2 small."},
    {HeadType::CorrectLetter, "Described in Chinchilla 70B on multiple choice."},
    {HeadType::Iteration, "Described in small trained models that write out their steps."},
    {HeadType::Successor, "GPT-2 small: 9.1, weaker 8.8 and 6.1."},
    {HeadType::Inhibition, "GPT-2 small: 7.3, 7.9, 8.6 and 8.10."},
    {HeadType::Mixed, "Described in Pythia 2.8B."},
    {HeadType::Amplification, "Described in Chinchilla 70B on multiple choice."},
    {HeadType::Correct, "8 to 13 heads in Llama, Olmo and Qwen."},
    {HeadType::Coherence, "Found by probes over languages; the heads differ with the model."},
    {HeadType::Faithfulness, "The authors report little success in finding such heads."},
};

} // namespace

QString literatureNote(HeadType type)
{
    for (const Note& note : notes) {
        if (note.type == type)
            return QString::fromUtf8(note.text);
    }
    return {};
}

} // namespace headwaters
