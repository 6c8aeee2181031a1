// Feeds bytes to the reader of as_relationships files.
#include "tests/fuzz/fuzz_reader.hpp"
#include "topologies/readers/as_relationships.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return rippletank::tests::fuzz(data, size, [](std::string_view text) {
    rippletank::tests::check_graph(rippletank::topologies::parse_as_relationships(text, "fuzz"));
  });
}
