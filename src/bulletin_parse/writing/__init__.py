"""The one way in which anything is written: whole or not at all, and never over what must not be lost."""

from bulletin_parse.writing.atomic import Draft, plain_errors, whole_file, whole_folder
from bulletin_parse.writing.forms import Form
from bulletin_parse.writing.inputs import Inputs
from bulletin_parse.writing.target import Target

__all__ = ["Draft", "Form", "Inputs", "Target", "plain_errors", "whole_file", "whole_folder"]
