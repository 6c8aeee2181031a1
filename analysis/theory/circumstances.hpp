// Circumstances: what in a scenario goes against what laws assume, in words.
#pragma once

#include <string>
#include <vector>

#include "analysis/theory/subject.hpp"

namespace rippletank::theory {

/// What keeps peers from being there, or messages from arriving, while queries spread.
///
/// `messages_at_a_time`: how many messages a run cut off would have on their way, where each has
/// another one follow it, as steps of walkers do: of so many, one in a thousand that is cut off is
/// worth a word; 0: of all messages.
std::vector<std::string> losses(const Subject& subject, double messages_at_a_time = 0);

/// That peers forget queries while these still spread, as the run has shown.
std::vector<std::string> short_memory(const Subject& subject);

/// That connections take different times, where that may matter: a flood may then miss peers that
/// are near by. Empty where it cannot.
std::vector<std::string> uneven_delays(const Subject& subject, const FloodRules& rules);

/// All of these: what a flood assumes, and does not find.
std::vector<std::string> flood_circumstances(const Subject& subject, const FloodRules& rules);

/// That peers make their own connections, which change during the run.
std::vector<std::string> moving_connections(const Subject& subject);

/// One list after the other.
std::vector<std::string> together(std::vector<std::string> first,
                                  const std::vector<std::string>& second);

/// Whether links are random, or measured, and peers so many that laws of large networks may hold:
/// a hundred at least.
bool is_large_and_random(const Subject& subject);
/// What their links depend on besides degrees; empty if on nothing that is known.
std::vector<std::string> beyond_degrees(const std::string& topology);

}  // namespace rippletank::theory
