"""Parts of the country in questions are their prefectures, as the gazetteer of places has them."""

from nlp.gazetteer import load_gazetteers
from nlp.questions.names.regions import place_terms, region_names
from nlp.questions.tables.frame_files import load_frames_file


def test_the_regions_of_the_gazetteer_have_the_same_prefectures() -> None:
    regions = load_gazetteers().regions
    below: dict[str, list[str]] = {}
    for name, entry in regions.canonical.items():
        if entry.type == "prefecture" and entry.broader != "全国":
            below.setdefault(entry.broader, []).append(name)
    for region, prefectures in below.items():
        assert sorted(load_frames_file("regions.toml")[region]["prefectures"]) == sorted(prefectures)


def test_every_region_is_of_prefectures_that_exist() -> None:
    regions = load_gazetteers().regions
    for region in region_names():
        for term in place_terms(region, "prefecture"):
            assert regions.canonical[term.value].type == "prefecture", (region, term.value)


def test_no_way_of_saying_names_two_regions() -> None:
    said = [word for name, others in region_names().items() for word in (name, *others)]
    assert len(said) == len(set(said))
