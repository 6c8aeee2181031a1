// Sampling without replacement; the generators themselves are inline in the header.
#include "sim/core/random.hpp"

#include <numeric>
#include <stdexcept>
#include <string>
#include <unordered_map>

namespace rippletank::core {

namespace {

std::vector<std::uint32_t> sample_from_full_table(std::uint32_t population,
                                                  std::uint32_t sample_size, Substream& stream) {
  std::vector<std::uint32_t> cells(population);
  std::iota(cells.begin(), cells.end(), 0U);
  for (std::uint32_t drawn = 0; drawn < sample_size; ++drawn) {
    const auto chosen = drawn + static_cast<std::uint32_t>(stream.below(population - drawn));
    std::swap(cells[drawn], cells[chosen]);
  }
  cells.resize(sample_size);
  return cells;
}

std::vector<std::uint32_t> sample_from_touched_cells(std::uint32_t population,
                                                     std::uint32_t sample_size, Substream& stream) {
  // Looked up by key only: the order of a hash table's entries never reaches the result.
  std::unordered_map<std::uint32_t, std::uint32_t> moved;
  moved.reserve(sample_size);
  const auto value_at = [&moved](std::uint32_t cell) {
    const auto found = moved.find(cell);
    return found == moved.end() ? cell : found->second;
  };
  std::vector<std::uint32_t> sample;
  sample.reserve(sample_size);
  for (std::uint32_t drawn = 0; drawn < sample_size; ++drawn) {
    const auto chosen = drawn + static_cast<std::uint32_t>(stream.below(population - drawn));
    sample.push_back(value_at(chosen));
    moved[chosen] = value_at(drawn);
  }
  return sample;
}

}  // namespace

std::vector<std::uint32_t> sample_without_replacement(std::uint32_t population,
                                                      std::uint32_t sample_size,
                                                      Substream& stream) {
  if (sample_size > population) {
    throw std::invalid_argument("sample_without_replacement: expected a sample of at most " +
                                std::to_string(population) + ", the population; got " +
                                std::to_string(sample_size));
  }
  // Both give the same sample from the same draws; the plain table is faster once much is drawn.
  constexpr std::uint32_t table_share = 8;
  if (sample_size >= population / table_share) {
    return sample_from_full_table(population, sample_size, stream);
  }
  return sample_from_touched_cells(population, sample_size, stream);
}

}  // namespace rippletank::core
