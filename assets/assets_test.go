package assets

import (
	"bytes"
	"fmt"
	"image/png"
	"testing"
)

func TestIconIsAPictureOfItsSize(t *testing.T) {
	icon, err := png.DecodeConfig(bytes.NewReader(Icon()))
	if err != nil {
		t.Fatalf("decode icon: %v", err)
	}
	if icon.Width != 256 || icon.Height != 256 {
		t.Fatalf("icon is %d×%d, want 256×256", icon.Width, icon.Height)
	}
}

func TestEverySizeOfTheIconIsThere(t *testing.T) {
	for _, size := range []int{16, 24, 32, 48, 64, 128, 256, 512} {
		content, err := files.ReadFile(fmt.Sprintf("icons/%d.png", size))
		if err != nil {
			t.Errorf("size %d: %v", size, err)
			continue
		}
		icon, err := png.DecodeConfig(bytes.NewReader(content))
		if err != nil || icon.Width != size || icon.Height != size {
			t.Errorf("size %d: got %d×%d, error %v", size, icon.Width, icon.Height, err)
		}
	}
}

func TestSampleGoalsAreATaskList(t *testing.T) {
	if !bytes.HasPrefix(SampleGoals(), []byte("- [")) {
		t.Fatal("sample goals do not begin with a task")
	}
}
