from pathlib import Path
def write_record(folder: Path) -> None:
    return
