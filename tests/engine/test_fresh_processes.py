"""The same settings give the same bits in every process, from the compiler or from its cache."""


def test_the_first_process_compiles(first_process):
    assert [m for m in first_process["messages"] if m.startswith("engine compiled in ")]


def test_the_second_process_loads_what_the_first_compiled(second_process):
    assert [m for m in second_process["messages"] if m.startswith("engine loaded from the cache in ")]


def test_every_form_takes_the_same_path_to_the_last_bit_in_another_process(digests, first_process):
    assert first_process["digests"] == digests()


def test_every_form_takes_the_same_path_to_the_last_bit_when_loaded_from_the_cache(digests, second_process):
    assert second_process["digests"] == digests()


def test_every_form_takes_the_same_path_to_the_last_bit_without_the_private_option(digests, public_process):
    assert [m for m in public_process["messages"] if m.startswith("engine compiled in ")]
    assert public_process["digests"] == digests()
