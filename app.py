"""Descent Lab: see how gradient-based optimizers move."""

import logging
from pathlib import Path

import streamlit as st

import optimizers
from ui.pages import averages, one_dimension, race, schedules
from ui.pages import optimizers as catalogue

logging.getLogger("optimizers").setLevel(logging.INFO)
ICON = Path(__file__).parent / "assets" / "icon.svg"

optimizers.warm_up()

st.set_page_config(page_title="Descent Lab", page_icon=str(ICON), layout="wide")
st.navigation(
    [
        st.Page(race.page, title="Race", url_path="race", default=True),
        st.Page(one_dimension.page, title="One dimension", url_path="one-dimension"),
        st.Page(schedules.page, title="Schedules", url_path="schedules"),
        st.Page(catalogue.page, title="Optimizers", url_path="optimizers"),
        st.Page(averages.page, title="Averages", url_path="averages"),
    ],
    position="top",
).run()
